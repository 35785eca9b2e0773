/**
 * What a dotted name means in a file: a definition of its own, one that a class of it inherits, or one that the file hands
 * on from where it imports it. No file is asked the same twice, and no more than a bound of them for one name.
 */
import { along, scopeNode } from '../../../core/graph/codeGraph.ts';
import type { FileFacts } from '../../../core/graph/fileFacts.ts';
import type { Corpus } from '../corpus.ts';
import { elementOf, nodeOf } from '../elementGraph.ts';
import { modulePaths, moduleSegments } from './modulePaths.ts';

const mostAsked = 300;

/** Elements; empty where the name leads nowhere. */
export function membersOf(corpus: Corpus, file: number, rest: readonly string[]): readonly number[] {
  return search({ corpus, asked: new Set() }, file, rest);
}

interface Search {
  readonly corpus: Corpus;
  /** Files with the name they were asked for. */
  readonly asked: Set<string>;
}

function search(going: Search, file: number, rest: readonly string[]): readonly number[] {
  const { corpus, asked } = going;
  const question = `${file} ${rest.join('.')}`;
  if (rest.length === 0 || asked.has(question) || mostAsked <= asked.size) return [];
  asked.add(question);
  const own = named(corpus, file, rest.join('.'));
  if (own.length > 0) return own;
  if (rest.length > 1) {
    const classes = named(corpus, file, rest[0]!);
    const inherited = classes.flatMap((one) => inheritedMember(going, one, rest.slice(1)));
    if (classes.length > 0) return inherited.length > 0 ? inherited : classes;
  }
  return handedOn(going, file, rest);
}

const indexes = new WeakMap<FileFacts, ReadonlyMap<string, readonly number[]>>();

function named(corpus: Corpus, file: number, qualifiedName: string): readonly number[] {
  const facts = corpus.facts[file]!;
  const index = indexes.get(facts) ?? indexOf(facts);
  indexes.set(facts, index);
  const first = corpus.firstElement[file]!;
  return (index.get(qualifiedName) ?? []).map((scope) => first + scope);
}

/** Scopes by qualified name. */
function indexOf({ scopes }: FileFacts): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  scopes.forEach(({ qualifiedName }, at) => {
    const known = found.get(qualifiedName);
    if (known === undefined) found.set(qualifiedName, [at]);
    else known.push(at);
  });
  return found;
}

function inheritedMember(going: Search, one: number, rest: readonly string[]): readonly number[] {
  const { corpus } = going;
  const { graph } = corpus.snapshot.program;
  return along(graph.outgoing, nodeOf(corpus, one), 'inherits').flatMap(({ node }) => {
    const base = elementOf(corpus, node);
    if (base < 0) return [];
    const file = corpus.fileOf[base]!;
    const { qualifiedName } = corpus.facts[file]!.scopes[base - corpus.firstElement[file]!]!;
    return search(going, file, [qualifiedName, ...rest]);
  });
}

function handedOn(going: Search, file: number, rest: readonly string[]): readonly number[] {
  const { corpus } = going;
  const { graph } = corpus.snapshot.program;
  const takesAllOf = wildcards(corpus, file);
  const [name, ...further] = rest as readonly [string, ...string[]];
  for (const { node } of along(graph.outgoing, scopeNode(graph, corpus.indices[file]!, 0), 'imports')) {
    const target = elementOf(corpus, node);
    if (target < 0) continue;
    const other = corpus.fileOf[target]!;
    if (target === corpus.firstElement[other]) {
      const isNamed = moduleSegments(corpus.paths[other]!).at(-1) === name;
      const found = isNamed && further.length > 0 ? search(going, other, further) : [];
      if (found.length > 0) return found;
      const all = takesAllOf(other) ? search(going, other, rest) : [];
      if (all.length > 0) return all;
    } else {
      const scope = corpus.facts[other]!.scopes[target - corpus.firstElement[other]!]!;
      if (scope.name === name)
        return further.length === 0 ? [target] : search(going, other, [scope.qualifiedName, ...further]);
    }
  }
  return [];
}

/**
 * Whether a file takes all names of another that it imports. Edges do not say so; what is written after the last point or
 * stroke is the module's name, that of its folder where all of a folder is taken, or nothing for the own folder.
 */
function wildcards(corpus: Corpus, file: number): (other: number) => boolean {
  const sources = corpus.facts[file]!.imports.flatMap(({ imported, source }) => (imported === '*' ? [source] : []));
  if (sources.length === 0) return () => false;
  const words = sources.map((source) => source.match(/[\p{L}\p{N}_$-]+/gu) ?? []);
  // The last word of a path may be the ending of its name.
  const modules = new Set(words.flatMap((one) => one.slice(-2)));
  const folders = new Set(words.flatMap((one) => one.slice(-1)));
  const takesOwnFolder = words.some((one) => one.length === 0);
  return (other) => {
    const segments = moduleSegments(corpus.paths[other]!);
    if (modules.has(segments.at(-1)!) || folders.has(segments.at(-2) ?? '')) return true;
    return takesOwnFolder && modulePaths(corpus).standsForFolder(other);
  };
}
