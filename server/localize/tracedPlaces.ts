/** Where a trace went. Leaves out in which order: each place is told once. */
import type { RepositorySnapshot } from '../analysis/repositorySnapshot.ts';
import type { Line } from '../core/ids.ts';
import { type ExecutionTrace, traceEvent } from '../core/trace/executionTrace.ts';
import { type StatementKey, statementKey } from './evidence/finding.ts';

/** The lines that ran, by file. A call is noted at the line of the definition, which does not run then. */
export function* tracedPlaces({ kinds, lines, codes, codeIndexes }: ExecutionTrace): Iterable<readonly [string, Line]> {
  const seen = new Set<number>();
  for (let event = 0; event < lines.length; event++) {
    if (kinds[event] !== traceEvent.line) continue;
    const code = codeIndexes[event] ?? 0;
    const line = lines[event] ?? 0;
    const place = code * 0x1000000 + line;
    if (seen.has(place)) continue;
    seen.add(place);
    const file = codes[code]?.file;
    if (file !== undefined) yield [file, line as Line];
  }
}

/** The statements that ran. */
export function tracedStatements(
  snapshot: RepositorySnapshot,
  traces: readonly (ExecutionTrace | null)[],
): ReadonlySet<StatementKey> {
  const ran = new Set<StatementKey>();
  for (const trace of traces) {
    for (const [file, line] of trace === null ? [] : tracedPlaces(trace)) {
      const span = snapshot.statementAt(file, line);
      if (span !== null) ran.add(statementKey(span.file, span.line));
    }
  }
  return ran;
}
