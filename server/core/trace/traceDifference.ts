/**
 * What a failing test did that a passing one did not: the first ways out of a statement that the passing test, which came
 * by the same statement, never took, and values it never had in the same place. A comparison of sets rather than of
 * sequences: tests of the same code with other inputs go round loops at different counts.
 */
import { type ExecutionTrace, type TracedCode, type TracedValue, traceEvent } from './executionTrace.ts';

/** The failing test went from one line to another inside a function; the passing one only ever went elsewhere. */
export interface Divergence {
  readonly file: string;
  readonly qualifiedName: string;
  readonly line: number;
  readonly wentTo: number;
  /** Where the passing test went from there, ascending. */
  readonly passingWentTo: readonly number[];
  /** Index of the failing trace's event at `line`. */
  readonly event: number;
}

/** A value the failing test had where the passing one had others. */
export interface UnseenValue {
  readonly file: string;
  readonly line: number;
  readonly value: TracedValue;
  /** Up to three of those of the passing test. */
  readonly passingValues: readonly string[];
}

const nShownValues = 3;
/** Lines are below this, as the ring of a trace holds them. */
const maxLine = 2 ** 24;

/** In the order of the failing trace, each place once. */
export function divergences(failing: ExecutionTrace, passing: ExecutionTrace): readonly Divergence[] {
  return divergencesOf(waysOf(failing), waysOf(passing));
}

/** The same of runs whose ways are known: where one is compared with several. */
export function divergencesOf(failing: readonly Way[], passing: readonly Way[]): readonly Divergence[] {
  const taken = new Map<string, Set<number>>();
  for (const { key, from, to } of passing) {
    const place = `${key}:${from}`;
    const known = taken.get(place) ?? new Set();
    taken.set(place, known.add(to));
  }
  const found = new Map<string, Divergence>();
  for (const { key, from, to, event, code } of failing) {
    const known = taken.get(`${key}:${from}`);
    const place = `${key}:${from}:${to}`;
    if (known === undefined || known.has(to) || found.has(place)) continue;
    const { file, qualifiedName } = code;
    const passingWentTo = [...known].sort((a, b) => a - b);
    found.set(place, { file, qualifiedName, line: from, wentTo: to, passingWentTo, event });
  }
  return [...found.values()];
}

/** In the order of the failing trace; each place, name and value once. */
export function unseenValues(failing: ExecutionTrace, passing: ExecutionTrace): readonly UnseenValue[] {
  const seen = new Map<string, Set<string>>();
  for (const value of passing.values) {
    const key = placeOf(passing, value);
    seen.set(key, (seen.get(key) ?? new Set()).add(value.value));
  }
  const found = new Map<string, UnseenValue>();
  for (const value of failing.values) {
    const key = placeOf(failing, value);
    const known = seen.get(key);
    if (known === undefined || known.has(value.value)) continue;
    const code = failing.codes[failing.codeIndexes[value.event] ?? 0];
    const line = failing.lines[value.event] ?? 0;
    const passingValues = [...known].slice(0, nShownValues);
    if (code !== undefined) found.set(`${key} ${value.value}`, { file: code.file, line, value, passingValues });
  }
  return [...found.values()];
}

function placeOf(trace: ExecutionTrace, { event, kind, name }: TracedValue): string {
  const code = trace.codes[trace.codeIndexes[event] ?? 0];
  return `${code?.file}:${trace.lines[event]}:${kind}:${name}`;
}

/** A step from line to line inside one call, the first time it was taken. */
export interface Way {
  /** The function, in any run. */
  readonly key: string;
  readonly code: TracedCode;
  readonly from: number;
  readonly to: number;
  /** Index of the event at `from`. */
  readonly event: number;
}

/** In order, each once. */
export function waysOf(trace: ExecutionTrace): readonly Way[] {
  const keys = trace.codes.map(({ file, qualifiedName, firstLine }) => `${file}:${firstLine}:${qualifiedName}`);
  const seen = trace.codes.map(() => new Set<number>());
  const ways: Way[] = [];
  const stack: { code: number; line: number; event: number }[] = [];
  for (let event = 0; event < trace.kinds.length; event++) {
    const kind = trace.kinds[event];
    const index = trace.codeIndexes[event] ?? 0;
    const to = trace.lines[event] ?? 0;
    if (kind === traceEvent.call) stack.push({ code: index, line: 0, event });
    else if (kind === traceEvent.return) stack.pop();
    if (kind !== traceEvent.line) continue;
    let top = stack.at(-1);
    if (top === undefined || top.code !== index) {
      top = { code: index, line: 0, event };
      stack.push(top);
    }
    const way = top.line * maxLine + to;
    const code = trace.codes[index];
    if (code !== undefined && top.line !== 0 && seen[index]?.has(way) === false) {
      seen[index].add(way);
      ways.push({ key: keys[index] ?? '', code, from: top.line, to, event: top.event });
    }
    top.line = to;
    top.event = event;
  }
  return ways;
}
