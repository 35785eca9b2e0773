/**
 * What of a file is the same in its next version: a scope by its qualified name, a definition by its scope and name,
 * each by its turn among those that share them. Lines do not matter.
 */
import type { FileFacts } from './fileFacts.ts';

/** For each scope and definition of one version that of the next, or -1. */
export interface SameThings {
  readonly scopes: Int32Array;
  readonly definitions: Int32Array;
}

/** The pair compared last: several ask for it in turn. Kept alone, as each version would else hold on to the next. */
let last: { readonly before: FileFacts; readonly after: FileFacts; readonly same: SameThings } | null = null;

export function sameThings(before: FileFacts, after: FileFacts): SameThings {
  if (last?.before === before && last.after === after) return last.same;
  const scopes = matchScopes(before, after);
  const same = { scopes, definitions: matchDefinitions(before, after, scopes) };
  last = { before, after, same };
  return same;
}

function matchScopes(before: FileFacts, after: FileFacts): Int32Array {
  const byKey = new Map(scopeKeys(after).map((key, scope) => [key, scope]));
  return Int32Array.from(scopeKeys(before), (key) => byKey.get(key) ?? -1);
}

function scopeKeys({ scopes }: FileFacts): readonly string[] {
  const counts = new Map<string, number>();
  return scopes.map(({ kind, qualifiedName, owner }) => {
    const key = `${kind} ${owner} ${lineless(qualifiedName)}`;
    const count = counts.get(key) ?? 0;
    counts.set(key, count + 1);
    return count === 0 ? key : `${key} ${count}`;
  });
}

/** Definitions of one scope and name are matched in order: each list is walked along `next` while the old are met. */
function matchDefinitions(before: FileFacts, after: FileFacts, scopes: Int32Array): Int32Array {
  const names = new Map(after.names.map((name, index) => [name, index]));
  const { name, scope } = after.definitions;
  const first = new Map<number, number>();
  const next = new Int32Array(name.length);
  for (let one = name.length - 1; one >= 0; one--) {
    const key = scope[one]! * names.size + name[one]!;
    next[one] = first.get(key) ?? -1;
    first.set(key, one);
  }
  const old = before.definitions;
  const nameAfter = before.names.map((text) => names.get(text) ?? -1);
  return Int32Array.from(old.name, (text, one) => {
    const [scopeNow, nameNow] = [scopes[old.scope[one]!]!, nameAfter[text]!];
    if (scopeNow < 0 || nameNow < 0) return -1;
    const key = scopeNow * names.size + nameNow;
    const found = first.get(key) ?? -1;
    if (found >= 0) first.set(key, next[found]!);
    return found;
  });
}

/** A name that says on which line it stands, without saying it. */
function lineless(name: string): string {
  return name.includes('<anonymous:') ? name.replaceAll(/<anonymous:\d+>/g, '<anonymous>') : name;
}
