/** The functions and classes of one file as program elements, made once per version of the file. */
import type { FileFacts } from '../core/graph/fileFacts.ts';
import { elementId, line } from '../core/ids.ts';
import type { ProgramElement } from './repositorySnapshot.ts';

const cache = new WeakMap<FileFacts, readonly (ProgramElement | null)[]>();

/** By scope; `null` for the module. */
export function elementsByScope(facts: FileFacts): readonly (ProgramElement | null)[] {
  const known = cache.get(facts);
  if (known !== undefined) return known;
  const elements = facts.scopes.map((scope): ProgramElement | null => {
    if (scope.kind === 'module') return null;
    const { kind, name, qualifiedName } = scope;
    return {
      id: elementId(facts.file, qualifiedName),
      kind: kind === 'namespace' ? 'class' : kind,
      file: facts.file,
      qualifiedName,
      name,
      line: line(scope.line),
      endLine: line(scope.endLine),
    };
  });
  cache.set(facts, elements);
  return elements;
}
