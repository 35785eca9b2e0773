/**
 * Where the exception, and each exception it came from, passed: the nearer to where it was raised, the more. One that a
 * statement raised on purpose counts less than one an operation failed with: that statement noticed what went wrong
 * elsewhere.
 */
import type { RepositorySnapshot, StatementSpan } from '../../analysis/repositorySnapshot.ts';
import type { Line } from '../../core/ids.ts';
import { type ExecutionTrace, traceEvent } from '../../core/trace/executionTrace.ts';
import type { RaisedException, StackFrame } from '../../core/trace/raisedException.ts';
import type { EvidenceStep } from '../../protocol/localization.ts';
import type { WatchedFailure } from '../watchedFailure.ts';
import { type EvidenceFindings, type Finding, noFunctions, type StatementKey, statementKey } from './finding.ts';
import { withoutPassingCalls } from './spinning.ts';

/** What the watcher calls the end of a test that had its time. */
const stopped = 'Timeout';
const maxLocals = 4;
const worthOfNotice = 0.4;
const worthOfHandler = 0.8;

export function frameEvidence(failure: WatchedFailure): EvidenceFindings {
  const statements = new Map<StatementKey, Finding>();
  const add = (span: StatementSpan, finding: Finding) => {
    const key = statementKey(span.file, span.line);
    if ((statements.get(key)?.score ?? 0) < finding.score) statements.set(key, finding);
  };
  for (const test of failure.failing) {
    for (const exception of chainOf(test.exception)) {
      if (exception.type === stopped && test.trace !== null) addStopped(failure, exception, test.trace, add);
      else addFrames(failure, exception, exception.frames, add);
      if (test.trace !== null) addHandlers(failure, exception, test.trace, add);
    }
  }
  return { source: 'frame', kind: 'frame', statements, functions: noFunctions };
}

type Add = (span: StatementSpan, finding: Finding) => void;

/** Gives each frame of code its finding; the innermost statement, or `null` where the stack has none. */
function addFrames(
  { snapshot, isTestCode }: WatchedFailure,
  exception: RaisedException,
  stack: readonly StackFrame[],
  add: Add,
): StatementSpan | null {
  const frames = stack.filter((frame) => frame.inRepository && !isTestCode(frame.file, frame.line));
  const origin = stack.at(-1);
  const worth = wasNoticed(snapshot, origin) ? worthOfNotice : 1;
  const spans = frames.map((frame) => snapshot.statementAt(frame.file, frame.line));
  for (const [index, frame] of frames.entries()) {
    const span = spans[index];
    const depth = frames.length - 1 - index;
    const message = sentence(exception, frame, depth, frame === origin);
    if (span) add(span, { score: worth / (1 + depth), message, path: () => stepsTo(exception, frame) });
  }
  return spans.at(-1) ?? null;
}

/** Handlers on the way that had a look at the exception and let it go by, as `except KeyError` does with a `TypeError`. */
function addHandlers(
  { snapshot, isTestCode }: WatchedFailure,
  exception: RaisedException,
  trace: ExecutionTrace,
  add: Add,
) {
  // Out of its outermost frame it did not come: there it was caught, and another raised perhaps.
  for (const [index, frame] of [...exception.frames.entries()].slice(1)) {
    if (!frame.inRepository || isTestCode(frame.file, frame.line)) continue;
    const depth = exception.frames.length - 1 - index;
    for (const span of handlersAfter(snapshot, trace, frame)) {
      const message = `${exception.type} from line ${frame.line} came by this handler and went on`;
      add(span, { score: worthOfHandler / (1 + depth), message, path: () => stepsTo(exception, frame) });
    }
  }
}

/** The headers of handlers that were asked, one after the other, when an exception came out of a line for the last time. */
function handlersAfter(
  snapshot: RepositorySnapshot,
  trace: ExecutionTrace,
  { file, line }: StackFrame,
): StatementSpan[] {
  const { kinds, lines, codes, codeIndexes } = trace;
  let at = kinds.length - 1;
  const isHere = () => codes[codeIndexes[at] ?? 0]?.file === file && lines[at] === line;
  while (at >= 0 && !(kinds[at] === traceEvent.raise && isHere())) at -= 1;
  const found: StatementSpan[] = [];
  if (at < 0) return found;
  const code = codeIndexes[at];
  for (at += 1; kinds[at] === traceEvent.line && codeIndexes[at] === code; at += 1) {
    const span = snapshot.statementAt(file, lines[at] as Line);
    if (span?.kind !== 'other' || span.line <= line) break;
    found.push(span);
  }
  return found;
}

/** A test that had its time: what matters is the loop, wherever inside it the test happened to be. */
function addStopped(failure: WatchedFailure, exception: RaisedException, trace: ExecutionTrace, add: Add): void {
  const innermost = addFrames(failure, exception, withoutPassingCalls(exception.frames, trace), add);
  const loop = innermost === null ? undefined : loopAround(failure.snapshot, innermost);
  if (loop === undefined) return;
  const path = () => [{ file: loop.file, line: loop.line, message: 'goes round' }];
  add(loop, { score: 1, message: 'The loop that was still going round', path });
}

/** The loop whose body or header holds a statement, if the test was stopped in one. */
function loopAround(snapshot: RepositorySnapshot, { file, element, line }: StatementSpan): StatementSpan | undefined {
  return snapshot.statementsOf(file).findLast((it) => it.kind === 'loop' && it.element === element && it.line <= line);
}

function wasNoticed(snapshot: RepositorySnapshot, origin: StackFrame | undefined): boolean {
  return origin?.inRepository === true && snapshot.statementAt(origin.file, origin.line)?.kind === 'raise';
}

function* chainOf(exception: RaisedException | null): Iterable<RaisedException> {
  for (let link = exception; link !== null; link = link.chained) yield link;
}

function sentence({ type }: RaisedException, frame: StackFrame, depth: number, isOrigin: boolean): string {
  const seen = frame.locals.slice(0, maxLocals).map(({ name, value }) => `${name} = ${value}`);
  const values = seen.length === 0 ? '' : `, with ${seen.join(', ')}`;
  if (type === stopped) return `The test was here when it was stopped${values}`;
  if (depth === 0)
    return isOrigin ? `${type} is raised here${values}` : `${type} comes out of a call made here${values}`;
  return `${type} passed through here, ${depth} ${depth === 1 ? 'frame' : 'frames'} above where it was raised${values}`;
}

function stepsTo({ frames, type }: RaisedException, last: StackFrame): readonly EvidenceStep[] {
  const inside = frames.slice(0, frames.indexOf(last) + 1).filter((frame) => frame.inRepository);
  return inside.map((frame) => ({
    file: frame.file,
    line: frame.line,
    message: frame === frames.at(-1) ? `${type} raised in ${frame.function}` : `in ${frame.function}`,
  }));
}
