/** The files of a snapshot, sorted by path. Immutable; as long as no file comes or goes, their places stay. */
import { type CallNames, createCallNames } from '../core/flow/callNames.ts';
import type { IndexedFile } from './indexedFile.ts';
import { createRepositoryWords, type RepositoryWords } from './repositoryWords.ts';

export interface FileTable {
  readonly files: readonly IndexedFile[];
  readonly paths: readonly string[];
  readonly indexOf: ReadonlyMap<string, number>;
  /** Shared by all tables of the same paths, as are the words. */
  readonly callNames: CallNames;
  readonly words: RepositoryWords;
}

export const noFiles: FileTable = tableOf([]);

/** The table after changes; `null` takes a file out. */
export function nextTable(before: FileTable, changes: ReadonlyMap<string, IndexedFile | null>): FileTable {
  const { paths, indexOf, callNames, words } = before;
  const hasSamePaths = [...changes].every(([path, file]) => indexOf.has(path) === (file !== null));
  if (hasSamePaths) {
    const files = before.files.slice();
    for (const [path, file] of changes) if (file !== null) files[indexOf.get(path)!] = file;
    return { files, paths, indexOf, callNames, words };
  }
  const kept = before.files.filter(({ facts }) => !changes.has(facts.file));
  const files = [...kept, ...[...changes.values()].filter((file) => file !== null)];
  files.sort((a, b) => compareText(a.facts.file, b.facts.file));
  return tableOf(files);
}

/** Files that come sorted by path. */
export function tableOf(files: readonly IndexedFile[]): FileTable {
  const paths = files.map(({ facts }) => facts.file);
  return {
    files,
    paths,
    indexOf: new Map(paths.map((path, index) => [path, index])),
    callNames: createCallNames(),
    words: createRepositoryWords(),
  };
}

/** Order by code units, which is the same everywhere. */
export function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
