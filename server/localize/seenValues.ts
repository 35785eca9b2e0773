/** The values runs were seen to have, by statement. */
import type { RepositorySnapshot, StatementSpan } from '../analysis/repositorySnapshot.ts';
import type { Line } from '../core/ids.ts';
import type { TracedValue } from '../core/trace/executionTrace.ts';
import type { WatchedTest } from '../ports/testRunner.ts';
import { type StatementKey, statementKey } from './evidence/finding.ts';

export interface SeenValues {
  /** Those at a statement, in order; an argument stands at its function's definition. */
  at(span: StatementSpan): readonly TracedValue[];
}

/** Of all the tests together, in their order. */
export function seenValues(snapshot: RepositorySnapshot, tests: readonly WatchedTest[]): SeenValues {
  const found = new Map<StatementKey, TracedValue[]>();
  for (const { trace } of tests) {
    for (const value of trace?.values ?? []) {
      const file = trace?.codes[trace.codeIndexes[value.event] ?? 0]?.file;
      const line = trace?.lines[value.event];
      if (file === undefined || line === undefined) continue;
      const span = snapshot.statementAt(file, line as Line);
      const key = statementKey(file, span?.line ?? (line as Line));
      const here = found.get(key);
      if (here === undefined) found.set(key, [value]);
      else here.push(value);
    }
  }
  return { at: ({ file, line }) => found.get(statementKey(file, line)) ?? [] };
}
