/**
 * Which functions' values are worth keeping when the failing tests run once more: those of their dynamic slice, the
 * nearest to the failure first, and the tests' own.
 */
import type { RepositorySnapshot } from '../analysis/repositorySnapshot.ts';
import type { Line } from '../core/ids.ts';
import type { ExecutionTrace } from '../core/trace/executionTrace.ts';
import type { LineRange, WatchedTest, WatchRequest } from '../ports/testRunner.ts';
import { dynamicSlices } from './dynamicSlice.ts';
import { statementKey } from './evidence/finding.ts';
import type { IsTestCode } from './testCode.ts';
import { elementOfCode } from './tracedElements.ts';
import { tracedStatements } from './tracedPlaces.ts';

const maxFunctions = 40;

/** `null` where nothing is known to be worth it. */
export function watchedValues(
  snapshot: RepositorySnapshot,
  isTestCode: IsTestCode,
  failing: readonly WatchedTest[],
): WatchRequest['values'] {
  const ran = tracedStatements(
    snapshot,
    failing.map(({ trace }) => trace),
  );
  const executed = (file: string, line: Line) => ran.has(statementKey(file, line));
  const slices = dynamicSlices({ snapshot, isTestCode, failing, executed });
  const steps = slices.flatMap((slice) => slice.steps).sort((a, b) => a.distance - b.distance);
  const ranges = new Map<string, LineRange>();
  for (const { span } of steps) {
    if (maxFunctions <= ranges.size) break;
    const element = snapshot.elementAt(span.file, span.line);
    if (element?.kind === 'function') ranges.set(`${span.file}\0${element.id}`, [element.line, element.endLine]);
  }
  return byFile(ranges);
}

/** For a test that passed there is no slice: the first functions it entered. */
export function enteredFunctions(snapshot: RepositorySnapshot, { codes }: ExecutionTrace): WatchRequest['values'] {
  const ranges = new Map<string, LineRange>();
  for (const code of codes.slice(0, maxFunctions)) {
    const element = elementOfCode(snapshot, code);
    if (element?.kind === 'function') ranges.set(`${code.file}\0${element.id}`, [element.line, element.endLine]);
  }
  return byFile(ranges);
}

function byFile(ranges: ReadonlyMap<string, LineRange>): WatchRequest['values'] {
  const found = new Map<string, LineRange[]>();
  for (const [key, range] of ranges) {
    const file = key.slice(0, key.indexOf('\0'));
    found.set(file, [...(found.get(file) ?? []), range]);
  }
  return found.size === 0 ? null : found;
}
