/**
 * What of a file is the same in its next version: a scope by its qualified name, a definition by its scope and name,
 * each by its turn among those that share them. Lines do not matter.
 */
import type { FileFacts } from './fileFacts.ts';

/** For each scope of `before` that of `after`, or -1. */
export function matchScopes(before: FileFacts, after: FileFacts): Int32Array {
  return match(scopeKeys(before), scopeKeys(after));
}

/** For each definition of `before` that of `after`, or -1. */
export function matchDefinitions(before: FileFacts, after: FileFacts): Int32Array {
  return match(definitionKeys(before), definitionKeys(after));
}

/** A text for each scope by which it is known: no other of the file has it. */
export function scopeKeys({ scopes }: FileFacts): readonly string[] {
  return scopes.map(({ kind, qualifiedName, owner }) => `${kind} ${owner} ${lineless(qualifiedName)}`).map(turns());
}

/** The same for definitions. */
export function definitionKeys(facts: FileFacts): readonly string[] {
  const { definitions, names } = facts;
  const scopes = scopeKeys(facts);
  return Array.from(definitions.name, (name, one) => `${scopes[definitions.scope[one]!]} ${names[name]!}`).map(turns());
}

/** Tells apart texts that come again. */
export function turns(): (text: string) => string {
  const counts = new Map<string, number>();
  return (text) => {
    const count = counts.get(text) ?? 0;
    counts.set(text, count + 1);
    return count === 0 ? text : `${text} ${count}`;
  };
}

function match(before: readonly string[], after: readonly string[]): Int32Array {
  const byKey = new Map(after.map((key, index) => [key, index]));
  return Int32Array.from(before, (key) => byKey.get(key) ?? -1);
}

/** A name that says on which line it stands, without saying it. */
function lineless(name: string): string {
  return name.includes('<anonymous:') ? name.replaceAll(/<anonymous:\d+>/g, '<anonymous>') : name;
}
