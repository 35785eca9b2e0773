/** The calls the failing tests were seen to make, for slices to follow where names alone cannot tell. */
import type { ObservedCall, RepositorySnapshot } from '../analysis/repositorySnapshot.ts';
import type { Line } from '../core/ids.ts';
import { traceEvent } from '../core/trace/executionTrace.ts';
import { replay } from '../core/trace/replay.ts';
import type { WatchedTest } from '../ports/testRunner.ts';
import { elementOfCode } from './tracedElements.ts';

/** Each place and callee once, in the order in which they were first seen. */
export function observedCalls(snapshot: RepositorySnapshot, failing: readonly WatchedTest[]): readonly ObservedCall[] {
  const found = new Map<string, ObservedCall>();
  for (const { trace } of failing) {
    if (trace === null) continue;
    const elements = trace.codes.map((code) => elementOfCode(snapshot, code));
    for (const { kind, stack } of replay(trace)) {
      const [caller, callee] = [stack.at(-2), stack.at(-1)];
      if (kind !== traceEvent.call || caller === undefined || callee === undefined) continue;
      const element = elements[callee.code];
      const file = trace.codes[caller.code]?.file;
      if (element === null || element === undefined || file === undefined) continue;
      const key = `${caller.code}:${caller.line}:${callee.code}`;
      if (!found.has(key)) found.set(key, { file, line: caller.line as Line, callee: element.id });
    }
  }
  return [...found.values()];
}
