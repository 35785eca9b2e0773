/** Definitions of paths with more than one segment (`a.b = …`), to look members of variables up. Made once per file. */
import type { FileFacts } from './fileFacts.ts';

const cache = new WeakMap<FileFacts, ReadonlyMap<string, readonly number[]>>();

/** The definitions of a path of at least two segments, in order. */
export function definitionsOfPath(facts: FileFacts, path: string): readonly number[] {
  const known = cache.get(facts) ?? collect(facts);
  cache.set(facts, known);
  return known.get(path) ?? [];
}

function collect({ definitions, names, namePrefix }: FileFacts): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  for (let definition = 0; definition < definitions.name.length; definition++) {
    const name = definitions.name[definition]!;
    if (namePrefix[name]! < 0) continue;
    const others = found.get(names[name]!);
    if (others === undefined) found.set(names[name]!, [definition]);
    else others.push(definition);
  }
  return found;
}
