/**
 * Which modules the files of the repository are. Reads nothing of a file but its path, language and declared module:
 * it is kept while those stay. Leaves out namespaces, which are written inside files (`moduleIndex`).
 */
import type { AnalyzedFile } from './analyzedFile.ts';
import type { Module } from './referents.ts';

export interface FileModules {
  isFile(path: string): boolean;
  /** The module a file says it is of; empty where there is no such file. */
  declaredBy(path: string): string;
  /** The index of the file with a path. */
  at(path: string): number | undefined;
  /** Names under which a file can be imported, most specific first. */
  namesOf(file: number): readonly string[];
  /** The module that a file is by itself. */
  alone(file: number): Module;
  /** Folders with a manifest that says they are the package of a name. */
  packageFolders(name: string): readonly string[];
  /** Files by `moduleKey`. */
  readonly byKey: ReadonlyMap<string, readonly number[]>;
  /** Keys of what has modules below it. */
  readonly above: ReadonlySet<string>;
}

export function createFileModules(files: readonly AnalyzedFile[]): FileModules {
  const byPath = new Map(files.map(({ facts }, file) => [facts.file, file]));
  const isFile = (path: string) => byPath.has(path);
  const declaredBy = (path: string) => files[byPath.get(path) ?? -1]?.facts.module ?? '';
  const names = files.map(({ facts, language }) => {
    const found = language.rules.moduleNames(facts.file, isFile, facts.module, declaredBy);
    return found.length === 0 && language.traits.modulesSpanFiles ? [''] : found;
  });
  const alone = files.map((_, file): Module => ({ name: '', parts: [{ file, scope: 0 }] }));
  const packages = packagesOf(files);
  const byKey = new Map<string, number[]>();
  const above = new Set<string>();
  files.forEach((file, index) => {
    for (const name of names[index]!) {
      const key = moduleKey(file, name);
      const known = byKey.get(key);
      if (known === undefined) byKey.set(key, [index]);
      else known.push(index);
      for (const outer of outerNames(name)) above.add(moduleKey(file, outer));
    }
  });
  return {
    isFile,
    declaredBy,
    at: (path) => byPath.get(path),
    namesOf: (file) => names[file]!,
    alone: (file) => alone[file]!,
    packageFolders: (name) => packages.get(name) ?? [],
    byKey,
    above,
  };
}

/** Packages by the manifests in their folders, which are documents that say a name. */
function packagesOf(files: readonly AnalyzedFile[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { facts, language } of files) {
    if (!language.traits.isDocument || facts.module === '') continue;
    const folder = facts.file.slice(0, facts.file.lastIndexOf('/') + 1);
    const known = found.get(facts.module);
    if (known === undefined) found.set(facts.module, [folder]);
    else known.push(folder);
  }
  return found;
}

/** A module's name among those of the languages that import one another. */
export function moduleKey({ language }: AnalyzedFile, name: string): string {
  return `${language.traits.moduleSpace} ${name}`;
}

/** The names a dotted name lies in, the nearest first. */
export function* outerNames(name: string): Generator<string> {
  for (let dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) yield name.slice(0, dot);
}
