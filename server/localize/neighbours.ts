/**
 * Which tests to run beside the failing one: those of its own file first, then those the graph says reach the functions
 * it executed, then those that speak of them, where the graph could not resolve a call. Passing tests are what a
 * spectrum is compared with.
 */

import type { RepositorySnapshot } from '../analysis/repositorySnapshot.ts';
import type { ElementId, Line } from '../core/ids.ts';
import { identifiersOf } from '../core/text/words.ts';
import type { TracedCode } from '../core/trace/executionTrace.ts';
import type { WatchedTest } from '../ports/testRunner.ts';
import type { IsTestCode } from './testCode.ts';
import { elementOfCode } from './tracedElements.ts';

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

/** `languages`: those, by id, whose tests the failing tests' runner runs. */
export function chooseNeighbours(
  snapshot: RepositorySnapshot,
  isTestCode: IsTestCode,
  failing: readonly WatchedTest[],
  languages: readonly string[],
): Neighbours {
  const own = [...new Set(failing.map((test) => test.file))];
  const codes = failing
    .flatMap(({ trace }) => trace?.codes ?? [])
    .filter(({ file, firstLine }) => !isTestCode(file, firstLine as Line));
  const executed = functionsOf(snapshot, codes);
  const nearest = new Map<string, number>();
  for (const { element, hops } of snapshot.testsReaching(executed.slice(0, maxTargets), maxHops)) {
    if (!own.includes(element.file)) nearest.set(element.file, Math.min(hops, nearest.get(element.file) ?? hops));
  }
  const reaching = [...nearest].sort(([a, near], [b, far]) => near - far || (a < b ? -1 : 1)).map(([file]) => file);
  const runs = (file: string) => languages.includes(snapshot.languageOf(file) ?? '');
  const others = [...new Set([...reaching, ...speakingOf(snapshot, executed, own)])].filter(runs);
  // Where a test ran no function, what matters is what modules did when they were loaded, and a trace tells nothing of that.
  const isTold = codes.length > 0 && failing.every(isWhole);
  return {
    ownFiles: own,
    otherFiles: others.slice(0, maxOtherFiles),
    executedFiles: isTold ? [...new Set(codes.map(({ file }) => file))].sort() : null,
  };
}

/** Whether a trace names all code that was entered; a test that was cut off may have entered more. */
function isWhole({ outcome, trace }: WatchedTest): boolean {
  return trace !== null && (outcome === 'failed' || outcome === 'error');
}

function functionsOf(snapshot: RepositorySnapshot, codes: readonly TracedCode[]): readonly ElementId[] {
  const elements = new Set<ElementId>();
  for (const code of codes) {
    const element = elementOfCode(snapshot, code);
    if (element?.kind === 'function') elements.add(element.id);
  }
  return [...elements];
}

/** Other test files that name executed functions, those with the rarest names first. */
function speakingOf(
  snapshot: RepositorySnapshot,
  executed: readonly ElementId[],
  own: readonly string[],
): readonly string[] {
  const names = new Set(executed.map(lastName).filter((name) => minNameLength <= name.length));
  const namedIn = otherTestFiles(snapshot, own).map((file) => {
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

/**
 * Files that hold tests, by convention or beside code, or are named as the failing test's own file is where no convention
 * knows that: `unittest_*.py`.
 */
function otherTestFiles(snapshot: RepositorySnapshot, own: readonly string[]): readonly string[] {
  const shapes = new Set(own.filter((file) => !holdsTests(snapshot, file)).map(shapeOf));
  return snapshot.files.filter(
    (file) => !own.includes(file) && (holdsTests(snapshot, file) || shapes.has(shapeOf(file))),
  );
}

function holdsTests(snapshot: RepositorySnapshot, file: string): boolean {
  return snapshot.isTestFile(file) || snapshot.hasTestsBesideCode(file);
}

/** The top folder and the first word of the name. */
function shapeOf(file: string): string {
  const [top = ''] = file.split('/');
  const name = file.slice(file.lastIndexOf('/') + 1);
  return `${top}/${name.split('_')[0]}`;
}

function lastName(id: ElementId): string {
  return id.split(/::|\./).at(-1) ?? '';
}
