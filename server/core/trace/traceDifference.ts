/**
 * What a failing test did that a passing one did not: the first ways out of a statement that the passing test, which came
 * by the same statement, never took, and values it never had in the same place. A comparison of sets rather than of
 * sequences: tests of the same code with other inputs go round loops at different counts.
 */
import { type ExecutionTrace, type TracedValue, traceEvent } from './executionTrace.ts';

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

/** In the order of the failing trace, each place once. */
export function divergences(failing: ExecutionTrace, passing: ExecutionTrace): readonly Divergence[] {
  const taken = new Map<string, Set<number>>();
  for (const { key, from, to } of transitions(passing)) {
    const place = `${key}:${from}`;
    const known = taken.get(place) ?? new Set();
    taken.set(place, known.add(to));
  }
  const found = new Map<string, Divergence>();
  for (const { key, from, to, event, code } of transitions(failing)) {
    const known = taken.get(`${key}:${from}`);
    const place = `${key}:${from}:${to}`;
    if (known === undefined || known.has(to) || found.has(place)) continue;
    const { file, qualifiedName } = failing.codes[code]!;
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

interface Transition {
  readonly key: string;
  readonly from: number;
  readonly to: number;
  readonly event: number;
  readonly code: number;
}

/** Each step from line to line inside one call, in order. */
function* transitions(trace: ExecutionTrace): Generator<Transition> {
  const keys = trace.codes.map(({ file, qualifiedName, firstLine }) => `${file}:${firstLine}:${qualifiedName}`);
  const stack: { code: number; line: number; event: number }[] = [];
  for (let event = 0; event < trace.kinds.length; event++) {
    const kind = trace.kinds[event];
    const code = trace.codeIndexes[event] ?? 0;
    const line = trace.lines[event] ?? 0;
    if (kind === traceEvent.call) {
      stack.push({ code, line: 0, event });
      continue;
    }
    if (kind === traceEvent.return) {
      stack.pop();
      continue;
    }
    if (kind !== traceEvent.line) continue;
    let top = stack.at(-1);
    if (top === undefined || top.code !== code) {
      top = { code, line: 0, event };
      stack.push(top);
    } else if (top.line !== 0) {
      yield { key: keys[code] ?? '', from: top.line, to: line, event: top.event, code };
    }
    top.line = line;
    top.event = event;
  }
}
