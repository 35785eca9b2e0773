/**
 * Functions and classes that any file of a program may define, found by their full name alone (C, C++). A name with
 * several definitions is found where one of them is in the folder of who asks; else nothing is said.
 */
import { lazily } from '../lazily.ts';
import type { AnalyzedFile } from './analyzedFile.ts';
import type { Referent, ScopeRef } from './referents.ts';

export interface ExternalLinkage {
  /** What a full name means to a file; only functions with a body count. */
  find(name: string, fromFile: number): Referent | null;
}

/** Words by which a function stays in its file. */
const internal = 'static';

export function createLinkage(files: readonly AnalyzedFile[]): ExternalLinkage {
  const byName = lazily(() => collect(files));
  return {
    find(name, fromFile) {
      const { facts, language } = files[fromFile]!;
      if (!language.traits.linksByName) return null;
      const all = byName().get(`${language.traits.moduleSpace} ${name}`) ?? [];
      const near = all.length > 1 ? all.filter(({ file }) => folderOf(files[file]!) === folderOf({ facts })) : all;
      const only = near.length === 1 ? near[0]! : null;
      if (only === null) return null;
      return { kind: files[only.file]!.facts.scopes[only.scope]!.kind === 'function' ? 'function' : 'class', ...only };
    },
  };
}

function collect(files: readonly AnalyzedFile[]): ReadonlyMap<string, readonly ScopeRef[]> {
  const found = new Map<string, ScopeRef[]>();
  files.forEach(({ facts, language }, file) => {
    if (!language.traits.linksByName) return;
    facts.scopes.forEach(({ kind, qualifiedName, parent, decorators, hasBody }, scope) => {
      const isOutside =
        parent >= 0 && facts.scopes[parent]!.kind !== 'function' && facts.scopes[parent]!.kind !== 'class';
      if (!isOutside || kind === 'namespace' || kind === 'module' || !hasBody || decorators.includes(internal)) return;
      const key = `${language.traits.moduleSpace} ${qualifiedName}`;
      const known = found.get(key);
      if (known === undefined) found.set(key, [{ file, scope }]);
      else known.push({ file, scope });
    });
  });
  return found;
}

function folderOf({ facts }: Pick<AnalyzedFile, 'facts'>): string {
  return facts.file.slice(0, facts.file.lastIndexOf('/') + 1);
}
