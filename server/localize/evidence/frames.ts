/**
 * Where the exception, and each exception it came from, passed: the nearer to where it was raised, the more. One that a
 * statement raised on purpose counts less than one an operation failed with: that statement noticed what went wrong
 * elsewhere.
 */

import type { RepositorySnapshot, StatementSpan } from '../../analysis/repositorySnapshot.ts';
import type { RaisedException, StackFrame } from '../../core/trace/raisedException.ts';
import type { EvidenceStep } from '../../protocol/localization.ts';
import type { WatchedFailure } from '../watchedFailure.ts';
import { type EvidenceFindings, type Finding, noFunctions, type StatementKey, statementKey } from './finding.ts';
import { withoutPassingCalls } from './spinning.ts';

/** What the watcher calls the end of a test that had its time. */
const stopped = 'Timeout';
const maxLocals = 4;
const worthOfNotice = 0.4;

export function frameEvidence({ snapshot, isTestCode, failing }: WatchedFailure): EvidenceFindings {
  const statements = new Map<StatementKey, Finding>();
  const isCode = (frame: StackFrame) => frame.inRepository && !isTestCode(frame.file);
  for (const test of failing) {
    for (const exception of chainOf(test.exception)) {
      const wasStopped = exception.type === stopped && test.trace !== null;
      const stack = wasStopped ? withoutPassingCalls(exception.frames, test.trace) : exception.frames;
      const frames = stack.filter(isCode);
      const origin = stack.at(-1);
      const worth = wasNoticed(snapshot, origin) ? worthOfNotice : 1;
      frames.forEach((frame, index) => {
        const depth = frames.length - 1 - index;
        const span = snapshot.statementAt(frame.file, frame.line);
        if (span === null) return;
        const key = statementKey(span.file, span.line);
        const score = worth / (1 + depth);
        if (score <= (statements.get(key)?.score ?? 0)) return;
        const message = sentence(exception, frame, depth, frame === origin);
        statements.set(key, { score, message, path: () => stepsTo(exception, frame) });
        const loop = wasStopped && depth === 0 ? loopAround(snapshot, span) : undefined;
        if (loop === undefined) return;
        const path = () => [{ file: loop.file, line: loop.line, message: 'goes round' }];
        statements.set(statementKey(loop.file, loop.line), {
          score,
          message: 'The loop that was still going round',
          path,
        });
      });
    }
  }
  return { source: 'frame', kind: 'frame', statements, functions: noFunctions };
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
