/**
 * Decisions that, taken the other way once, make the failing test pass (X. Zhang, N. Gupta, R. Gupta, "Locating faults
 * through automated predicate switching", ICSE 2006): the last evaluations first, as they are nearest to the failure, then
 * the first ones. Leaves out running the trials.
 */
import type { Line } from '../../core/ids.ts';
import { traceEvent } from '../../core/trace/executionTrace.ts';
import type { WatchedTest } from '../../ports/testRunner.ts';
import type { Trial } from '../../ports/trials.ts';
import type { Ranking } from '../fuse.ts';
import type { WatchedFailure } from '../watchedFailure.ts';
import { type EvidenceFindings, type Finding, noFunctions, type StatementKey, statementKey } from './finding.ts';
import type { SuspectedCode } from './trialOrder.ts';
import type { TriedTrial } from './tryFixes.ts';

/** One decision turned round. */
export interface Switch {
  readonly trial: Trial;
  readonly file: string;
  readonly line: Line;
  readonly condition: string;
  /** Counted from 1. */
  readonly evaluation: number;
}

const mostSwitches = 120;
const nLast = 5;
const nFirst = 5;

/** The decisions of the failing test that is run first, those of suspicious statements first. */
export function switches(
  { snapshot }: WatchedFailure,
  codes: readonly SuspectedCode[],
  { locations }: Ranking,
  test: WatchedTest | undefined,
): readonly Switch[] {
  const found: Switch[] = [];
  for (const { file, line } of locations) {
    const inside = codes.find((it) => it.file === file && it.code.line <= line && line <= it.code.endLine);
    for (const { start, end, text } of inside?.code.conditionsAt(line) ?? []) {
      for (const evaluation of evaluations(timesAt(test, file, line))) {
        const edits = [{ file, start, end, text: `__culprit_switch__(${text})` }];
        const at = snapshot.statementAt(file, line as Line)?.line ?? (line as Line);
        found.push({ trial: { edits, switchedEvaluation: evaluation }, file, line: at, condition: text, evaluation });
      }
    }
    if (mostSwitches <= found.length) break;
  }
  return found.slice(0, mostSwitches);
}

/** `tried` are those of the switches, by their index. */
export function predicateEvidence(all: readonly Switch[], tried: readonly TriedTrial[]): EvidenceFindings {
  const statements = new Map<StatementKey, Finding>();
  for (const { trial, nTurned } of tried) {
    const one = all[trial];
    if (one === undefined || nTurned === 0) continue;
    const key = statementKey(one.file, one.line);
    if (statements.has(key)) continue;
    const times = one.evaluation === 1 ? 'the first time' : `the ${ordinal(one.evaluation)} time`;
    statements.set(key, {
      score: 1,
      message: `Taking the other branch of "${one.condition.replaceAll(/\s+/g, ' ')}" ${times} makes the failing test pass`,
      path: () => [{ file: one.file, line: one.line, message: 'decides' }],
    });
  }
  return { source: 'predicate', kind: 'predicate', statements, functions: noFunctions };
}

function evaluations(times: number): readonly number[] {
  const last = Array.from({ length: Math.min(nLast, times) }, (_, index) => times - index);
  const first = Array.from({ length: Math.min(nFirst, Math.max(times, 1)) }, (_, index) => index + 1);
  return [...new Set([...last, ...first])];
}

/** How often a test came by a line; 0 where it was cut off, as then only the first times are known. */
function timesAt(test: WatchedTest | undefined, file: string, line: number): number {
  const trace = test?.trace ?? null;
  if (trace === null || trace.nDropped > 0 || test?.outcome === 'timedOut') return 0;
  let times = 0;
  for (let event = 0; event < trace.kinds.length; event++) {
    const code = trace.codes[trace.codeIndexes[event] ?? 0];
    if (trace.kinds[event] === traceEvent.line && trace.lines[event] === line && code?.file === file) times++;
  }
  return times;
}

function ordinal(number: number): string {
  const tens = number % 100;
  const suffix = tens > 10 && tens < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][number % 10] ?? 'th');
  return `${number}${suffix}`;
}
