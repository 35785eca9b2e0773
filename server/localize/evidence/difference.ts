/**
 * What the failing test did that the passing tests most like it did not: ways out of a statement that none of them took
 * though they came by, where that led, and functions it alone entered. The later in the run, the nearer the failure, the
 * more it counts. Leaves out values (`valueAnomalies`), and test code: tests differ by design.
 */
import type { StatementSpan } from '../../analysis/repositorySnapshot.ts';
import type { Line } from '../../core/ids.ts';
import { type ExecutionTrace, traceEvent } from '../../core/trace/executionTrace.ts';
import { type Divergence, divergencesOf, type Way, waysOf } from '../../core/trace/traceDifference.ts';
import type { EvidenceStep } from '../../protocol/localization.ts';
import type { WatchedFailure } from '../watchedFailure.ts';
import { type EvidenceFindings, type Finding, noFunctions, type StatementKey, statementKey } from './finding.ts';

/** What a departure is worth at the start of the run, beside one at its end. */
const worthOfFirst = 0.5;
/** The statement that was gone to, beside the one that was left. */
const worthOfArrival = 0.6;
/** The call of a function that no passing test entered. */
const worthOfCall = 0.4;
/** Of more failing tests than these the first ones are compared. */
const maxFailing = 5;

export function differenceEvidence(failure: WatchedFailure): EvidenceFindings {
  const found = new Map<StatementKey, Finding>();
  const passing = failure.nearest.flatMap(({ id, trace }) =>
    trace === null ? [] : [{ id, trace, ways: waysOf(trace) }],
  );
  if (passing.length > 0) {
    for (const { trace } of failure.failing.slice(0, maxFailing)) {
      if (trace === null) continue;
      addDepartures(failure, trace, passing, found);
      addCalls(failure, trace, passing, found);
    }
  }
  return { source: 'difference', kind: 'trace', statements: found, functions: noFunctions };
}

interface TracedPassing {
  readonly id: string;
  readonly trace: ExecutionTrace;
  readonly ways: readonly Way[];
}

function addDepartures(
  failure: WatchedFailure,
  trace: ExecutionTrace,
  passing: readonly TracedPassing[],
  found: Map<StatementKey, Finding>,
): void {
  for (const { departure, tests } of departures(trace, passing)) {
    const { file, line, wentTo } = departure;
    const from = failure.snapshot.statementAt(file, line as Line);
    const to = failure.snapshot.statementAt(file, wentTo as Line);
    if (from === null || failure.isTestCode(file, from.line)) continue;
    const score = (tests.length / passing.length) * lateness(trace, departure.event);
    const path = () => stepsOf(departure, tests[0] ?? '');
    keepBest(found, from, { score, message: departureSentence(departure, tests), path });
    if (to === null || to.line === from.line) continue;
    const message = `The failing test came here from line ${from.line}; ${named(tests)} came by that line and never went here`;
    keepBest(found, to, { score: score * worthOfArrival, message, path });
  }
}

/** Each way the failing run took out of a statement, with the passing tests that came by it and never took that way. */
function departures(trace: ExecutionTrace, passing: readonly TracedPassing[]) {
  const byPlace = new Map<string, { departure: Divergence; tests: string[] }>();
  const ways = waysOf(trace);
  for (const { id, ways: others } of passing) {
    for (const departure of divergencesOf(ways, others)) {
      const place = `${departure.file}:${departure.qualifiedName}:${departure.line}:${departure.wentTo}`;
      const known = byPlace.get(place);
      if (known === undefined) byPlace.set(place, { departure, tests: [id] });
      else known.tests.push(id);
    }
  }
  return byPlace.values();
}

function departureSentence({ wentTo, passingWentTo }: Divergence, tests: readonly string[]): string {
  const others = passingWentTo.slice(0, 3).join(' or ');
  return `From here the failing test went to line ${wentTo}; ${named(tests)} only ever to ${others}`;
}

function named(tests: readonly string[]): string {
  const [first = ''] = tests;
  return tests.length === 1 ? first : `${first} and ${tests.length - 1} more like it`;
}

function stepsOf({ file, line, wentTo, passingWentTo }: Divergence, passingTest: string): readonly EvidenceStep[] {
  const [other] = passingWentTo;
  return [
    { file, line, message: 'leaves here' },
    { file, line: wentTo, message: 'where the failing test went' },
    ...(other === undefined ? [] : [{ file, line: other, message: `where ${passingTest} went` }]),
  ];
}

/** The calls of functions that none of the passing tests entered, from code that one of them came by. */
function addCalls(
  { snapshot, isTestCode }: WatchedFailure,
  trace: ExecutionTrace,
  passing: readonly TracedPassing[],
  found: Map<StatementKey, Finding>,
): void {
  const keyOf = ({ codes }: ExecutionTrace, index: number) => {
    const code = codes[index];
    return `${code?.file}:${code?.firstLine}:${code?.qualifiedName}`;
  };
  const entered = new Set(passing.flatMap(({ trace: other }) => other.codes.map((_, index) => keyOf(other, index))));
  const told = new Set<number>();
  let caller = -1;
  let line = 0;
  for (let event = 0; event < trace.kinds.length; event++) {
    const code = trace.codeIndexes[event] ?? 0;
    if (trace.kinds[event] === traceEvent.line) {
      caller = code;
      line = trace.lines[event] ?? 0;
      continue;
    }
    if (trace.kinds[event] !== traceEvent.call || told.has(code)) continue;
    told.add(code);
    const from = trace.codes[caller];
    if (from === undefined || entered.has(keyOf(trace, code)) || !entered.has(keyOf(trace, caller))) continue;
    const span = snapshot.statementAt(from.file, line as Line);
    if (span === null || isTestCode(from.file, span.line)) continue;
    const callee = trace.codes[code]!;
    keepBest(found, span, {
      score: worthOfCall * lateness(trace, event),
      message: `Here the failing test came into ${callee.qualifiedName}; no passing test like it ever did`,
      path: () => [
        { file: from.file, line: span.line, message: `calls ${callee.qualifiedName}` },
        { file: callee.file, line: callee.firstLine, message: 'entered only by the failing test' },
      ],
    });
  }
}

/** From `worthOfFirst` at the start of a run to 1 at its end. */
function lateness({ kinds }: ExecutionTrace, event: number): number {
  return worthOfFirst + ((1 - worthOfFirst) * event) / Math.max(1, kinds.length - 1);
}

function keepBest(found: Map<StatementKey, Finding>, { file, line }: StatementSpan, finding: Finding): void {
  const key = statementKey(file, line);
  if ((found.get(key)?.score ?? 0) < finding.score) found.set(key, finding);
}
