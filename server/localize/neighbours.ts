/**
 * Which tests to run beside the failing one: those of its own file first, then those the graph says reach the functions
 * it executed, then those that speak of them, where the graph could not resolve a call. Passing tests are what a
 * spectrum is compared with.
 */

import type { RepositorySnapshot } from '../analysis/repositorySnapshot.ts';
import type { ElementId } from '../core/ids.ts';
import { identifiersOf } from '../core/text/words.ts';
import type { WatchedTest } from '../ports/testRunner.ts';

const maxOtherFiles = 12;
const maxHops = 4;
const maxTargets = 200;
const minNameLength = 4;

export interface Neighbours {
  /** Repository-relative test files of the failing tests. */
  readonly ownFiles: readonly string[];
  /** Other test files, the most promising first. */
  readonly otherFiles: readonly string[];
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
  const reaching = [...nearest].sort(([a, near], [b, far]) => near - far || (a < b ? -1 : 1)).map(([file]) => file);
  const others = [...new Set([...reaching, ...speakingOf(snapshot, executed, own)])];
  const isTraced = failing.every((test) => test.trace !== null && test.trace.nDropped === 0);
  return {
    ownFiles: own,
    otherFiles: others.slice(0, maxOtherFiles),
    executedFiles: isTraced ? executedFiles(snapshot, failing) : null,
  };
}

/** Other test files that name executed functions, those with the rarest names first. */
function speakingOf(
  snapshot: RepositorySnapshot,
  executed: readonly ElementId[],
  own: readonly string[],
): readonly string[] {
  const names = new Set(
    executed.map((id) => id.split(/::|\./).at(-1) ?? '').filter((name) => minNameLength <= name.length),
  );
  const files = snapshot.files.filter((file) => snapshot.isTestFile(file) && !own.includes(file));
  const namedIn = files.map((file) => {
    const found = new Set(identifiersOf(snapshot.textOf(file) ?? '').filter((name) => names.has(name)));
    return { file, found };
  });
  const nFiles = new Map<string, number>();
  for (const { found } of namedIn) for (const name of found) nFiles.set(name, (nFiles.get(name) ?? 0) + 1);
  return namedIn
    .map(({ file, found }) => ({ file, score: [...found].reduce((sum, name) => sum + 1 / (nFiles.get(name) ?? 1), 0) }))
    .filter(({ score }) => 0 < score)
    .sort((a, b) => b.score - a.score || (a.file < b.file ? -1 : 1))
    .map(({ file }) => file);
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
