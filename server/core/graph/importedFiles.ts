/**
 * What the imports of a file reach: files, and the functions and classes taken from them. Of a module that many files
 * make up, those count that define a name the importer reads from it.
 */
import { append } from '../append.ts';
import { lazily } from '../lazily.ts';
import type { AnalyzedFile } from './analyzedFile.ts';
import { definedNames } from './definedNames.ts';
import type { FileFacts, ImportFacts } from './fileFacts.ts';
import type { NameResolution } from './nameResolution.ts';
import type { Module, Referent, ScopeRef } from './referents.ts';

/** The scopes that the imports of a file reach; scope 0 stands for a whole file. */
export type ImportedFiles = (file: number) => Iterable<ScopeRef>;

export function createImportedFiles(files: readonly AnalyzedFile[], names: NameResolution): ImportedFiles {
  const defining = new Map<Module, ReadonlyMap<string, readonly number[]>>();
  return importedFiles;

  function* importedFiles(file: number): Generator<ScopeRef> {
    const segments = lazily(() => segmentsByRoot(files[file]!.facts));
    for (const taken of files[file]!.facts.imports) {
      const source = names.imported(file, { ...taken, imported: null, bindsWhole: true });
      yield* reached(source, taken, file, segments);
      if (taken.imported !== null && taken.imported !== '*')
        yield* reached(names.imported(file, taken), taken, file, segments);
    }
  }

  function* reached(
    found: Referent | null,
    taken: ImportFacts,
    file: number,
    segments: () => ReadonlyMap<string, ReadonlySet<string>>,
  ): Generator<ScopeRef> {
    if (found?.kind === 'function' || found?.kind === 'class') yield { file: found.file, scope: found.scope };
    if (found?.kind !== 'module') return;
    const { parts } = found.module;
    const read = parts.length > 1 ? partsWith(found.module, namesRead(taken, segments())) : [parts[0]!];
    for (const part of read) if (part.file !== file) yield { file: part.file, scope: 0 };
  }

  /** The parts of a module that define any of the names, in their order. */
  function partsWith(module: Module, read: Iterable<string>): readonly ScopeRef[] {
    const byName = defining.get(module) ?? partsByName(module);
    defining.set(module, byName);
    const found = new Set<number>();
    for (const name of read) for (const part of byName.get(name) ?? []) found.add(part);
    return [...found].sort((a, b) => a - b).map((part) => module.parts[part]!);
  }

  function partsByName({ parts }: Module): ReadonlyMap<string, readonly number[]> {
    const byName = new Map<string, number[]>();
    for (const [index, { file, scope }] of parts.entries()) {
      for (const name of definedNames(files[file]!.facts)[scope]!.keys()) append(byName, name, index);
    }
    return byName;
  }
}

/** The names an import takes from a module of several parts. */
function* namesRead(
  { bound, imported }: ImportFacts,
  segments: ReadonlyMap<string, ReadonlySet<string>>,
): Generator<string> {
  if (imported === '*') yield* segments.keys();
  else yield* segments.get(bound) ?? [];
  if (imported !== null && imported !== '*') yield imported;
}

/** The second segments of the paths a file writes, by the first. */
function segmentsByRoot({ names }: FileFacts): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const path of names) {
    const dot = path.indexOf('.');
    const root = dot < 0 ? path : path.slice(0, dot);
    const known = found.get(root) ?? new Set();
    found.set(root, known);
    if (dot < 0) continue;
    const end = path.indexOf('.', dot + 1);
    known.add(path.slice(dot + 1, end < 0 ? path.length : end));
  }
  return found;
}
