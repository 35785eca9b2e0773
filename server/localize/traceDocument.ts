/** The parts of `culprit.trace/1`, from a traced test and the repository. */
import type { RepositorySnapshot } from '../analysis/repositorySnapshot.ts';
import type { Line } from '../core/ids.ts';
import { callTree, type TracedCall } from '../core/trace/callTree.ts';
import type { ExecutionTrace, TracedValue } from '../core/trace/executionTrace.ts';
import { divergences, unseenValues } from '../core/trace/traceDifference.ts';
import type { WatchedTest } from '../ports/testRunner.ts';
import type { TraceCall, TraceDifference, TraceException, TraceSliceStep, TraceValue } from '../protocol/trace.ts';
import { dynamicSlices } from './dynamicSlice.ts';
import { statementKey } from './evidence/finding.ts';
import { seenValues } from './seenValues.ts';
import { linesOf } from './sourceLines.ts';
import type { IsTestCode } from './testCode.ts';
import { tracedStatements } from './tracedPlaces.ts';

const maxDepth = 60;
const maxSliceSteps = 200;
const maxUnseenValues = 40;
const nValuesAtStep = 6;

export function traceException({ exception }: WatchedTest): TraceException | null {
  if (exception === null) return null;
  const place = exception.frames.findLast(({ inRepository }) => inRepository);
  const { type, message } = exception;
  return { type, message, file: place?.file ?? null, line: place?.line ?? null };
}

export function traceCalls(snapshot: RepositorySnapshot, trace: ExecutionTrace): readonly TraceCall[] {
  const told = (call: TracedCall, depth: number): TraceCall => {
    const code = trace.codes[call.code];
    const file = code?.file ?? '';
    const items = depth >= maxDepth ? [] : call.items;
    return {
      kind: 'call',
      file,
      function: code?.qualifiedName ?? '',
      line: code?.firstLine ?? 0,
      callerLine: call.callerLine,
      arguments: call.arguments.map(toldValue),
      items: items.map((item): TraceCall['items'][number] => {
        if (item.kind === 'call') return told(item, depth + 1);
        if (item.kind === 'leftOut') {
          const { kind, callerLine, times } = item;
          return { kind, function: trace.codes[item.code]?.qualifiedName ?? '', callerLine, times };
        }
        const { kind, line, times, values } = item;
        return { kind, line, times, text: textAt(snapshot, file, line), values: values.map(toldValue) };
      }),
      result: call.result?.value ?? null,
      raisedAt: call.raisedAt,
      isOpen: call.isOpen,
    };
  };
  return callTree(trace).map((call) => told(call, 0));
}

/** The dynamic slices of a failure as one list, nearest first, each statement once. */
export function sliceSteps(
  snapshot: RepositorySnapshot,
  isTestCode: IsTestCode,
  test: WatchedTest,
): readonly TraceSliceStep[] {
  const ran = tracedStatements(snapshot, [test.trace]);
  const executed = (file: string, line: Line) => ran.has(statementKey(file, line));
  const seen = seenValues(snapshot, [test]);
  const steps = dynamicSlices({ snapshot, isTestCode, failing: [test], executed }).flatMap((slice) => slice.steps);
  const found = new Map<string, TraceSliceStep>();
  for (const { span, variable, role, distance } of [...steps].sort((a, b) => a.distance - b.distance)) {
    const key = statementKey(span.file, span.line);
    if (found.has(key) || maxSliceSteps <= found.size) continue;
    const { file, line, endLine, element } = span;
    const values = seen.at(span).slice(-nValuesAtStep).map(toldValue);
    found.set(key, {
      file,
      line,
      endLine,
      element,
      variable,
      role,
      distance,
      text: textAt(snapshot, file, line),
      values,
    });
  }
  return [...found.values()];
}

/** What a failing test did that a passing one did not. Decisions of test code are left out: tests differ by design. */
export function traceDifference(
  snapshot: RepositorySnapshot,
  isTestCode: IsTestCode,
  failing: WatchedTest,
  passing: WatchedTest,
): TraceDifference | null {
  if (failing.trace === null || passing.trace === null) return null;
  const { trace } = failing;
  const decision = divergences(trace, passing.trace).find(({ file, line }) => {
    const kind = snapshot.statementAt(file, line as Line)?.kind;
    return !isTestCode(file, line as Line) && (kind === 'branch' || kind === 'loop');
  });
  const unseen = unseenValues(trace, passing.trace).filter(({ file, line }) => !isTestCode(file, line as Line));
  return {
    passingTest: passing.id,
    divergence:
      decision === undefined
        ? null
        : {
            file: decision.file,
            line: decision.line,
            text: textAt(snapshot, decision.file, decision.line),
            wentTo: decision.wentTo,
            passingWentTo: decision.passingWentTo,
            values: trace.values.filter(({ event }) => event === decision.event).map(toldValue),
          },
    values: unseen
      .slice(0, maxUnseenValues)
      .map(({ file, line, value, passingValues }) => ({ file, line, ...toldValue(value), passingValues })),
  };
}

function toldValue({ kind, name, value }: TracedValue): TraceValue {
  return { kind, name, value };
}

function textAt(snapshot: RepositorySnapshot, file: string, line: number): string {
  return (linesOf(snapshot, file)[line - 1] ?? '').trim();
}
