/** Where a test that was stopped went round: the innermost frame that was not itself called again and again. */
import type { ExecutionTrace } from '../../core/trace/executionTrace.ts';
import { traceEvent } from '../../core/trace/executionTrace.ts';
import type { StackFrame } from '../../core/trace/raisedException.ts';

const lastEvents = 20_000;

/** The stack without the calls that come and go: they are what the loop does, not the loop. */
export function withoutPassingCalls(frames: readonly StackFrame[], trace: ExecutionTrace): readonly StackFrame[] {
  const calls = new Map<string, number>();
  for (let event = Math.max(0, trace.kinds.length - lastEvents); event < trace.kinds.length; event++) {
    const code = trace.codes[trace.codeIndexes[event] ?? -1];
    if (trace.kinds[event] !== traceEvent.call || code === undefined) continue;
    const key = `${code.file}:${code.qualifiedName}`;
    calls.set(key, (calls.get(key) ?? 0) + 1);
  }
  const isPassing = (frame: StackFrame) => 1 < (calls.get(`${frame.file}:${frame.function}`) ?? 0);
  const last = frames.findLastIndex((frame) => frame.inRepository && !isPassing(frame));
  return last === -1 ? frames : frames.slice(0, last + 1);
}
