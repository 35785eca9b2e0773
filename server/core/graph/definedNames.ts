/** Definitions of plain names by scope, to look names up. Made once per file. */
import { definitionKind, type FileFacts } from './fileFacts.ts';

export type DefinedNames = readonly ReadonlyMap<string, readonly number[]>[];

const cache = new WeakMap<FileFacts, DefinedNames>();

/** For each scope its plain names with their definitions in order; weak definitions and deletions make no name. */
export function definedNames(facts: FileFacts): DefinedNames {
  const known = cache.get(facts);
  if (known !== undefined) return known;
  const { kind, name, scope } = facts.definitions;
  const byScope = facts.scopes.map(() => new Map<string, number[]>());
  for (let definition = 0; definition < kind.length; definition++) {
    if (kind[definition] === definitionKind.weak || kind[definition] === definitionKind.deletion) continue;
    if (facts.namePrefix[name[definition]!]! >= 0) continue;
    const text = facts.names[name[definition]!]!;
    const owner = facts.scopes[scope[definition]!]!.declaredGlobal.includes(text) ? 0 : scope[definition]!;
    const definitions = byScope[owner]!.get(text);
    if (definitions === undefined) byScope[owner]!.set(text, [definition]);
    else definitions.push(definition);
  }
  cache.set(facts, byScope);
  return byScope;
}

/** The innermost scope around `scope` that makes a plain name, and how; classes are passed over from inside. */
export function findName(
  facts: FileFacts,
  scope: number,
  name: string,
  classScopeIsVisible: boolean,
): { readonly scope: number; readonly definitions: readonly number[] } | null {
  const names = definedNames(facts);
  for (let at = scope; at >= 0; at = facts.scopes[at]!.parent) {
    if (at !== scope && facts.scopes[at]!.kind === 'class' && !classScopeIsVisible) continue;
    const definitions = names[at]!.get(name);
    if (definitions !== undefined) return { scope: at, definitions };
  }
  return null;
}
