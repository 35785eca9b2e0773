/**
 * What the failure depends on: backward slices over executed statements, from where the exception was raised and from
 * the failing assertion. The nearer by data flow, the more.
 */

import type { SlicedStatement, StatementSpan } from '../../analysis/repositorySnapshot.ts';
import type { Line } from '../../core/ids.ts';
import type { EvidenceStep } from '../../protocol/localization.ts';
import { observedCalls } from '../observedCalls.ts';
import type { WatchedFailure } from '../watchedFailure.ts';
import { type EvidenceFindings, type Finding, noFunctions, type StatementKey, statementKey } from './finding.ts';

const maxDepth = 24;
const maxSteps = 2_000;
const maxCriteria = 6;
const fadingPerStep = 0.9;

export function sliceEvidence(failure: WatchedFailure): EvidenceFindings {
  const snapshot = failure.snapshot.observing(observedCalls(failure.snapshot, failure.failing));
  const ran = new Set(failure.coveredByFailing.flatMap((covered) => [...covered]));
  const executed = (file: string, line: Line) => ran.has(statementKey(file, line));
  const statements = new Map<StatementKey, Finding>();
  for (const criterion of criteria(failure)) {
    const steps = snapshot.slice({
      file: criterion.file,
      line: criterion.line,
      variable: null,
      direction: 'backward',
      interprocedural: true,
      maxDepth,
      maxSteps,
      executed,
    });
    steps.forEach((step, index) => {
      if (step.distance === 0 || failure.isTestCode(step.span.file, step.span.line)) return;
      const key = statementKey(step.span.file, step.span.line);
      const score = fadingPerStep ** (step.distance - 1);
      if (score <= (statements.get(key)?.score ?? 0)) return;
      statements.set(key, { score, message: sentence(step, criterion), path: () => chain(steps, index) });
    });
  }
  return { source: 'slice', kind: 'slice', statements, functions: noFunctions };
}

interface Criterion extends StatementSpan {
  readonly role: string;
}

/** The innermost frame of each failing test inside the repository, and its failing line in the test. */
function criteria({ snapshot, isTestCode, failing }: WatchedFailure): readonly Criterion[] {
  const found = new Map<string, Criterion>();
  for (const { exception } of failing) {
    const inside = exception?.frames.filter((frame) => frame.inRepository) ?? [];
    const inTest = inside.filter((frame) => isTestCode(frame.file, frame.line));
    for (const [frame, role] of [
      [inside.at(-1), `what raised ${exception?.type ?? 'the exception'}`],
      [inTest.at(-1), 'the failing line of the test'],
    ] as const) {
      const span = frame === undefined ? null : snapshot.statementAt(frame.file, frame.line);
      if (span === null || maxCriteria <= found.size) continue;
      const key = statementKey(span.file, span.line);
      if (!found.has(key)) found.set(key, { ...span, role });
    }
  }
  return [...found.values()];
}

function sentence({ role, variable, distance }: SlicedStatement, criterion: Criterion): string {
  const away = `${distance} ${distance === 1 ? 'step' : 'steps'} back from ${criterion.role} (${criterion.file}:${criterion.line})`;
  const name = variable === null ? '' : ` of ${variable}`;
  return role === 'control'
    ? `Decides whether it ran, ${away}`
    : `${role === 'argument' ? 'An' : 'A'} ${role}${name}, ${away} by data flow`;
}

/** From the criterion back to the statement. */
function chain(steps: readonly SlicedStatement[], index: number): readonly EvidenceStep[] {
  const path: EvidenceStep[] = [];
  for (let at: number | null = index; at !== null; at = steps[at]?.via ?? null) {
    const step = steps[at];
    if (step === undefined) break;
    const name = step.variable === null ? '' : ` of ${step.variable}`;
    path.unshift({ file: step.span.file, line: step.span.line, message: `${step.role}${name}` });
  }
  return path;
}
