/**
 * What the imports of a file reach: files, and the functions and classes taken from them. Of a module that many files
 * make up, those count that define a name the importer reads from it.
 */
import type { AnalyzedFile } from './analyzedFile.ts';
import { definedNames } from './definedNames.ts';
import type { ImportFacts } from './fileFacts.ts';
import type { NameResolution } from './nameResolution.ts';
import type { Module, Referent, ScopeRef } from './referents.ts';

/** Scope 0 stands for a whole file. */
export function* importedFiles(
  files: readonly AnalyzedFile[],
  file: number,
  names: NameResolution,
): Generator<ScopeRef> {
  for (const taken of files[file]!.facts.imports) {
    const source = names.imported(file, { ...taken, imported: null, bindsWhole: true });
    yield* reached(source, taken);
    if (taken.imported !== null && taken.imported !== '*') yield* reached(names.imported(file, taken), taken);
  }

  function* reached(found: Referent | null, taken: ImportFacts): Generator<ScopeRef> {
    if (found?.kind === 'function' || found?.kind === 'class') yield { file: found.file, scope: found.scope };
    if (found?.kind !== 'module') return;
    const [first] = found.module.parts;
    const read = found.module.parts.length > 1 ? partsReadBy(files, file, taken, found.module) : [first!];
    for (const part of read) if (part.file !== file) yield { file: part.file, scope: 0 };
  }
}

function partsReadBy(
  files: readonly AnalyzedFile[],
  file: number,
  { bound, imported }: ImportFacts,
  module: Module,
): readonly ScopeRef[] {
  const read = new Set<string>();
  for (const path of files[file]!.facts.names) {
    const [root, member] = path.split('.', 2);
    if (imported === '*') read.add(root!);
    else if (root === bound && member !== undefined) read.add(member);
  }
  if (imported !== null && imported !== '*') read.add(imported);
  return module.parts.filter((part) => {
    const defined = definedNames(files[part.file]!.facts)[part.scope]!;
    for (const name of read) if (defined.has(name)) return true;
    return false;
  });
}
