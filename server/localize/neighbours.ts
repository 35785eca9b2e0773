/**
 * Which tests to run beside the failing one: those of its own file first, then those the graph says reach the functions
 * it executed. Passing tests are what a spectrum is compared with.
 */

import type { RepositorySnapshot } from '../analysis/repositorySnapshot.ts';
import type { ElementId } from '../core/ids.ts';
import type { WatchedTest } from '../ports/testRunner.ts';

const maxOtherFiles = 12;
const maxHops = 4;
const maxTargets = 200;

export interface Neighbours {
  /** Repository-relative test files, the failing tests' own first. */
  readonly testFiles: readonly string[];
  /** Code the failing tests executed; `null` where no trace tells. */
  readonly executedFiles: readonly string[] | null;
}

export function chooseNeighbours(snapshot: RepositorySnapshot, failing: readonly WatchedTest[]): Neighbours {
  const own = [...new Set(failing.map((test) => test.file))];
  const executed = executedElements(snapshot, failing);
  const nearest = new Map<string, number>();
  for (const { element, hops } of snapshot.testsReaching(executed.slice(0, maxTargets), maxHops)) {
    if (!own.includes(element.file)) nearest.set(element.file, Math.min(hops, nearest.get(element.file) ?? hops));
  }
  const others = [...nearest].sort(([a, near], [b, far]) => near - far || (a < b ? -1 : 1)).map(([file]) => file);
  const isTraced = failing.every((test) => test.trace !== null && test.trace.nDropped === 0);
  return {
    testFiles: [...own, ...others.slice(0, maxOtherFiles)],
    executedFiles: isTraced ? executedFiles(snapshot, failing) : null,
  };
}

function executedFiles(snapshot: RepositorySnapshot, failing: readonly WatchedTest[]): readonly string[] {
  const files = failing.flatMap((test) => test.trace?.codes.map((code) => code.file) ?? []);
  return [...new Set(files)].filter((file) => !snapshot.isTestFile(file)).sort();
}

function executedElements(snapshot: RepositorySnapshot, failing: readonly WatchedTest[]): readonly ElementId[] {
  const elements = new Set<ElementId>();
  for (const { trace } of failing) {
    for (const { file, firstLine } of trace?.codes ?? []) {
      if (snapshot.isTestFile(file)) continue;
      const element = snapshot.elementAt(file, firstLine as never);
      if (element?.kind === 'function') elements.add(element.id);
    }
  }
  return [...elements];
}
