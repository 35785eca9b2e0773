/** How the failing test came to a statement: the line of each call on the way, as the trace recorded it the first time. */

import type { StatementSpan } from '../../analysis/repositorySnapshot.ts';
import type { Line } from '../../core/ids.ts';
import { type ExecutionTrace, traceEvent } from '../../core/trace/executionTrace.ts';
import { type OpenFrame, replay } from '../../core/trace/replay.ts';
import type { EvidenceStep } from '../../protocol/localization.ts';
import type { WatchedFailure } from '../watchedFailure.ts';

const maxSteps = 12;

/** From the test down to the statement; only the statement itself where no trace came by it. */
export function callPathTo(failure: WatchedFailure, span: StatementSpan): readonly EvidenceStep[] {
  const here: EvidenceStep = { file: span.file, line: span.line, message: 'runs here' };
  for (const { trace } of failure.failing) {
    const calls = trace === null ? null : callsBefore(trace, span);
    if (calls === null) continue;
    const steps = calls.map(({ file, line, callee }) => ({ file, line, message: `calls ${callee}` }));
    // The ends of a deep path say most: where it starts, and how it arrives.
    const kept = steps.length < maxSteps ? steps : [...steps.slice(0, 3), ...steps.slice(3 - maxSteps)];
    return [...kept, here];
  }
  return [here];
}

interface Call {
  readonly file: string;
  readonly line: Line;
  readonly callee: string;
}

/** The calls open when the first event inside `span` happened, outermost first; `null` where none did. */
function callsBefore(trace: ExecutionTrace, span: StatementSpan): readonly Call[] | null {
  const wanted = new Set(trace.codes.flatMap((code, index) => (code.file === span.file ? [index] : [])));
  for (const { kind, line, stack } of replay(trace)) {
    const isInside = span.line <= line && line <= span.endLine && wanted.has(stack.at(-1)?.code ?? -1);
    if (kind === traceEvent.line && isInside) return callsOf(trace, stack);
  }
  return null;
}

function callsOf(trace: ExecutionTrace, stack: readonly OpenFrame[]): readonly Call[] {
  return stack.slice(0, -1).flatMap((frame, depth) => {
    const caller = trace.codes[frame.code];
    const callee = trace.codes[stack[depth + 1]?.code ?? -1];
    if (caller === undefined || callee === undefined) return [];
    return [{ file: caller.file, line: frame.line as Line, callee: callee.qualifiedName }];
  });
}
