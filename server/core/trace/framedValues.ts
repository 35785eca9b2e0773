/**
 * The values of a trace with the call they were seen in: which other values it knew then, and where it was called from.
 * Leaves out comparing them.
 */
import { type ExecutionTrace, type TracedValue, traceEvent } from './executionTrace.ts';

export interface FramedValue {
  readonly value: TracedValue;
  readonly file: string;
  /** The line of the event: of the statement, or of the definition for an argument. */
  readonly line: number;
  readonly qualifiedName: string;
  /** The line the call was made from, and its file; `null` where no caller was traced. */
  readonly calledFrom: { readonly file: string; readonly line: number } | null;
  /** What else was known in this call, by name, as last seen. The map is the reader's only until it asks for the next. */
  readonly known: ReadonlyMap<string, string>;
}

interface Frame {
  readonly code: number;
  readonly known: Map<string, string>;
  readonly calledFrom: FramedValue['calledFrom'];
  line: number;
}

/** In order. */
export function* framedValues(trace: ExecutionTrace): Generator<FramedValue> {
  const stack: Frame[] = [];
  let next = 0;
  for (let event = 0; event < trace.kinds.length && next < trace.values.length; event++) {
    const frame = frameAt(trace, event, stack);
    const code = trace.codes[frame.code];
    for (; trace.values[next]?.event === event; next++) {
      const value = trace.values[next]!;
      const { calledFrom, known } = frame;
      const { file = '', qualifiedName = '' } = code ?? {};
      yield { value, file, line: trace.lines[event] ?? 0, qualifiedName, calledFrom, known };
      known.set(value.name, value.value);
    }
    if (trace.kinds[event] === traceEvent.return) stack.pop();
  }
}

/** The frame an event belongs to, put on the stack where it is new. */
function frameAt(trace: ExecutionTrace, event: number, stack: Frame[]): Frame {
  const code = trace.codeIndexes[event] ?? 0;
  const top = stack.at(-1);
  if (trace.kinds[event] !== traceEvent.call && top?.code === code) {
    top.line = trace.lines[event] ?? 0;
    return top;
  }
  const file = top === undefined ? undefined : trace.codes[top.code]?.file;
  const calledFrom = top === undefined || file === undefined || top.line === 0 ? null : { file, line: top.line };
  const frame = { code, known: new Map<string, string>(), calledFrom, line: 0 };
  stack.push(frame);
  return frame;
}
