/**
 * A trace as a tree of calls, for people to read: each call with its arguments, the lines it went through and what it
 * gave back. What a loop repeats is told once with its number of times; values of a line are the last ones seen.
 */
import { type ExecutionTrace, type TracedValue, traceEvent } from './executionTrace.ts';

export interface TracedCall {
  readonly kind: 'call';
  /** Index among the codes of the trace. */
  readonly code: number;
  /** The line of the caller, or `null` where no caller was traced. */
  readonly callerLine: number | null;
  readonly arguments: readonly TracedValue[];
  /** In the order in which each was first met. */
  readonly items: readonly (TracedLine | TracedCall | LeftOutCalls)[];
  readonly result: TracedValue | null;
  /** The line at which an exception left it or passed through, else `null`. */
  readonly raisedAt: number | null;
  /** It was still going on when the trace ended. */
  readonly isOpen: boolean;
}

export interface TracedLine {
  readonly kind: 'line';
  readonly line: number;
  readonly times: number;
  readonly values: readonly TracedValue[];
}

/** Further calls of one function from one line. */
export interface LeftOutCalls {
  readonly kind: 'leftOut';
  readonly code: number;
  readonly callerLine: number | null;
  readonly times: number;
}

/** Calls of one function from one line of one caller that are told one by one. */
const nToldCalls = 3;

interface OpenCall {
  readonly code: number;
  readonly callerLine: number | null;
  readonly arguments: TracedValue[];
  readonly items: Map<string, TracedLine | TracedCall | LeftOutCalls>;
  line: number;
  result: TracedValue | null;
  raisedAt: number | null;
}

/** The outermost calls of a trace, in order. */
export function callTree(trace: ExecutionTrace): readonly TracedCall[] {
  const roots: OpenCall = newCall(-1, null);
  const stack: OpenCall[] = [];
  const valuesOf = groupValues(trace.values);
  const top = () => stack.at(-1) ?? roots;
  const enter = (code: number, caller: number | null) => {
    const call = newCall(code, caller);
    stack.push(call);
    return call;
  };
  const leave = (isOpen: boolean) => {
    const call = stack.pop();
    if (call !== undefined) addCall(top().items, closed(call, isOpen));
  };

  for (let event = 0; event < trace.kinds.length; event++) {
    const kind = trace.kinds[event];
    const code = trace.codeIndexes[event] ?? 0;
    const line = trace.lines[event] ?? 0;
    const values = valuesOf.get(event) ?? [];
    if (kind === traceEvent.call) {
      enter(code, stack.length === 0 ? null : top().line).arguments.push(...values);
      continue;
    }
    // Where the head of a long trace is missing, the first event of a function stands for its call.
    const call = stack.at(-1)?.code === code ? top() : enter(code, stack.length === 0 ? null : top().line);
    call.line = line;
    if (kind === traceEvent.raise) call.raisedAt = line;
    else if (kind === traceEvent.line) {
      // Whatever was raised before was caught: the function goes on.
      call.raisedAt = null;
      addLine(call.items, line, values);
    }
    if (kind !== traceEvent.return) continue;
    call.result = values.find((value) => value.kind === 'return') ?? null;
    leave(false);
  }
  while (stack.length > 0) leave(true);
  return [...roots.items.values()].filter((item) => item.kind === 'call');
}

function newCall(code: number, callerLine: number | null): OpenCall {
  return { code, callerLine, arguments: [], items: new Map(), line: 0, result: null, raisedAt: null };
}

function closed(
  { code, callerLine, arguments: given, items, result, raisedAt }: OpenCall,
  isOpen: boolean,
): TracedCall {
  return {
    ...{ kind: 'call', code, callerLine, arguments: given },
    ...{ items: [...items.values()], result, raisedAt, isOpen },
  };
}

function addLine(items: OpenCall['items'], line: number, values: readonly TracedValue[]): void {
  const key = `line ${line}`;
  const before = items.get(key);
  const known = before?.kind === 'line' ? before : { kind: 'line' as const, line, times: 0, values: [] };
  const fresh = new Set(values.map(({ kind, name }) => `${kind} ${name}`));
  const kept = known.values.filter(({ kind, name }) => !fresh.has(`${kind} ${name}`));
  items.set(key, { ...known, times: known.times + 1, values: [...kept, ...values] });
}

function addCall(items: OpenCall['items'], call: TracedCall): void {
  const key = `call ${call.callerLine} ${call.code}`;
  for (let number = 0; number < nToldCalls; number++) {
    if (items.has(`${key} ${number}`)) continue;
    items.set(`${key} ${number}`, call);
    return;
  }
  const before = items.get(key);
  const times = before?.kind === 'leftOut' ? before.times + 1 : 1;
  items.set(key, { kind: 'leftOut', code: call.code, callerLine: call.callerLine, times });
}

function groupValues(values: readonly TracedValue[]): ReadonlyMap<number, readonly TracedValue[]> {
  const found = new Map<number, TracedValue[]>();
  for (const value of values) {
    const here = found.get(value.event);
    if (here === undefined) found.set(value.event, [value]);
    else here.push(value);
  }
  return found;
}
