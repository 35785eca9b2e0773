/** Plays a trace again, keeping the stack as it was at each event. Leaves out values; a trace has none. */
import { type ExecutionTrace, traceEvent } from './executionTrace.ts';

/** A call that is not over yet, with the line it is at. */
export interface OpenFrame {
  readonly code: number;
  line: number;
}

export interface ReplayedEvent {
  readonly kind: number;
  readonly line: number;
  /** Outermost first, this event's own frame last. The array is the player's own and changes with the next event. */
  readonly stack: readonly OpenFrame[];
}

/** Every event in order, but returns. Where the head of a long trace is missing, the stack starts with what is seen first. */
export function* replay(trace: ExecutionTrace): Generator<ReplayedEvent> {
  const stack: OpenFrame[] = [];
  for (let event = 0; event < trace.kinds.length; event++) {
    const kind = trace.kinds[event] ?? traceEvent.line;
    const code = trace.codeIndexes[event] ?? 0;
    const line = trace.lines[event] ?? 0;
    if (kind === traceEvent.return) {
      stack.pop();
      continue;
    }
    const top = stack.at(-1);
    if (kind === traceEvent.call || top?.code !== code) stack.push({ code, line });
    else top.line = line;
    yield { kind, line, stack };
  }
}
