/** What the failure depends on: the nearer by data flow to what failed, the more. */

import type { SlicedStatement } from '../../analysis/repositorySnapshot.ts';
import type { Line } from '../../core/ids.ts';
import type { EvidenceStep } from '../../protocol/localization.ts';
import { type Criterion, dynamicSlices } from '../dynamicSlice.ts';
import { type SeenValues, seenValues } from '../seenValues.ts';
import type { WatchedFailure } from '../watchedFailure.ts';
import { type EvidenceFindings, type Finding, noFunctions, type StatementKey, statementKey } from './finding.ts';

const fadingPerStep = 0.9;

export function sliceEvidence(failure: WatchedFailure): EvidenceFindings {
  const ran = new Set(failure.coveredByFailing.flatMap((covered) => [...covered]));
  // What a module defines when it is loaded, a function may read in every test.
  const loaded = new Set(failure.candidates.flatMap(({ key, onImportOnly }) => (onImportOnly ? [key] : [])));
  const executed = (file: string, line: Line) => {
    const key = statementKey(file, line);
    return ran.has(key) || loaded.has(key);
  };
  const seen = seenValues(failure.snapshot, failure.failing);
  const statements = new Map<StatementKey, Finding>();
  for (const { criterion, steps } of dynamicSlices({ ...failure, executed })) {
    steps.forEach((step, index) => {
      if (step.distance === 0 || failure.isTestCode(step.span.file, step.span.line)) return;
      const key = statementKey(step.span.file, step.span.line);
      // That a name is imported or a function defined at all is on the way, and seldom to blame.
      if (loaded.has(key) && (step.span.kind === 'import' || step.span.kind === 'definition')) return;
      const score = fadingPerStep ** (step.distance - 1);
      if (score <= (statements.get(key)?.score ?? 0)) return;
      const message = sentence(step, criterion) + withValue(seen, step);
      statements.set(key, { score, message, path: () => chain(steps, index, seen) });
    });
  }
  return { source: 'slice', kind: 'slice', statements, functions: noFunctions };
}

function sentence({ role, variable, distance }: SlicedStatement, criterion: Criterion): string {
  const away = `${distance} ${distance === 1 ? 'step' : 'steps'} back from ${criterion.role} (${criterion.file}:${criterion.line})`;
  const name = variable === null ? '' : ` of ${variable}`;
  return role === 'control'
    ? `Decides whether it ran, ${away}`
    : `${role === 'argument' ? 'An' : 'A'} ${role}${name}, ${away} by data flow`;
}

/** The last value the step's variable was seen to have there. */
function withValue(seen: SeenValues, { span, variable }: SlicedStatement): string {
  const value = seen
    .at(span)
    .findLast(({ name, kind }) => name === variable || (variable === null && kind !== 'argument'));
  if (value === undefined) return '';
  return value.name === '' ? `; it gave ${value.value}` : `; ${value.name} = ${value.value}`;
}

/** From the criterion back to the statement. */
function chain(steps: readonly SlicedStatement[], index: number, seen: SeenValues): readonly EvidenceStep[] {
  const path: EvidenceStep[] = [];
  for (let at: number | null = index; at !== null; at = steps[at]?.via ?? null) {
    const step = steps[at];
    if (step === undefined) break;
    const name = step.variable === null ? '' : ` of ${step.variable}`;
    path.unshift({
      file: step.span.file,
      line: step.span.line,
      message: `${step.role}${name}${withValue(seen, step)}`,
    });
  }
  return path;
}
