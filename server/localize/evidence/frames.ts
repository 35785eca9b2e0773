/** Where the exception, and each exception it came from, passed: the nearer to where it was raised, the more. */
import type { RaisedException, StackFrame } from '../../core/trace/raisedException.ts';
import type { EvidenceStep } from '../../protocol/localization.ts';
import type { WatchedFailure } from '../watchedFailure.ts';
import { type EvidenceFindings, type Finding, noFunctions, type StatementKey, statementKey } from './finding.ts';

const maxLocals = 4;

export function frameEvidence({ snapshot, isTestCode, failing }: WatchedFailure): EvidenceFindings {
  const statements = new Map<StatementKey, Finding>();
  const isCode = (frame: StackFrame) => frame.inRepository && !isTestCode(frame.file);
  for (const test of failing) {
    for (const exception of chainOf(test.exception)) {
      const frames = exception.frames.filter(isCode);
      const origin = exception.frames.at(-1);
      frames.forEach((frame, index) => {
        const depth = frames.length - 1 - index;
        const span = snapshot.statementAt(frame.file, frame.line);
        if (span === null) return;
        const key = statementKey(span.file, span.line);
        const score = 1 / (1 + depth);
        if (score <= (statements.get(key)?.score ?? 0)) return;
        const message = sentence(exception, frame, depth, frame === origin);
        statements.set(key, { score, message, path: () => stepsTo(exception, frame) });
      });
    }
  }
  return { source: 'frame', kind: 'frame', statements, functions: noFunctions };
}

function* chainOf(exception: RaisedException | null): Iterable<RaisedException> {
  for (let link = exception; link !== null; link = link.chained) yield link;
}

function sentence({ type }: RaisedException, frame: StackFrame, depth: number, isOrigin: boolean): string {
  const seen = frame.locals.slice(0, maxLocals).map(({ name, value }) => `${name} = ${value}`);
  const values = seen.length === 0 ? '' : `, with ${seen.join(', ')}`;
  if (type === 'Timeout') return `The test was here when it was stopped${values}`;
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
