/**
 * What a dotted name means in a file: a definition of its own, one that a class of it inherits, or one that the file hands
 * on from where it imports it.
 */
import { along, scopeNode } from '../../../core/graph/codeGraph.ts';
import type { Corpus } from '../corpus.ts';
import { elementOf, nodeOf } from '../elementGraph.ts';
import { moduleSegments } from './modulePaths.ts';

const deepest = 4;

/** Elements; empty where the name leads nowhere. */
export function membersOf(corpus: Corpus, file: number, rest: readonly string[], depth = 0): readonly number[] {
  if (rest.length === 0 || depth > deepest) return [];
  const own = named(corpus, file, rest.join('.'));
  if (own.length > 0) return own;
  if (rest.length > 1) {
    const classes = named(corpus, file, rest[0]!);
    const inherited = classes.flatMap((one) => inheritedMember(corpus, one, rest.slice(1), depth));
    if (classes.length > 0) return inherited.length > 0 ? inherited : classes;
  }
  return handedOn(corpus, file, rest, depth);
}

function named(corpus: Corpus, file: number, qualifiedName: string): readonly number[] {
  const first = corpus.firstElement[file]!;
  return corpus.facts[file]!.scopes.flatMap((scope, at) => (scope.qualifiedName === qualifiedName ? [first + at] : []));
}

function inheritedMember(corpus: Corpus, one: number, rest: readonly string[], depth: number): readonly number[] {
  const { graph } = corpus.snapshot.program;
  return along(graph.outgoing, nodeOf(corpus, one), 'inherits').flatMap(({ node }) => {
    const base = elementOf(corpus, node);
    if (base < 0) return [];
    const file = corpus.fileOf[base]!;
    const { qualifiedName } = corpus.facts[file]!.scopes[base - corpus.firstElement[file]!]!;
    return membersOf(corpus, file, [qualifiedName, ...rest], depth + 1);
  });
}

function handedOn(corpus: Corpus, file: number, rest: readonly string[], depth: number): readonly number[] {
  const { graph } = corpus.snapshot.program;
  const facts = corpus.facts[file]!;
  const handsAll = facts.imports.some(({ imported }) => imported === '*');
  const [name, ...further] = rest as readonly [string, ...string[]];
  for (const { node } of along(graph.outgoing, scopeNode(graph, corpus.indices[file]!, 0), 'imports')) {
    const target = elementOf(corpus, node);
    if (target < 0) continue;
    const other = corpus.fileOf[target]!;
    if (target === corpus.firstElement[other]) {
      const isNamed = moduleSegments(corpus.paths[other]!).at(-1) === name;
      const found = isNamed && further.length > 0 ? membersOf(corpus, other, further, depth + 1) : [];
      if (found.length > 0) return found;
      const all = handsAll ? membersOf(corpus, other, rest, depth + 1) : [];
      if (all.length > 0) return all;
    } else {
      const scope = corpus.facts[other]!.scopes[target - corpus.firstElement[other]!]!;
      if (scope.name === name)
        return further.length === 0 ? [target] : membersOf(corpus, other, [scope.qualifiedName, ...further], depth + 1);
    }
  }
  return [];
}
