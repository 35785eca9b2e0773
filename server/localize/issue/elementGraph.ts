/**
 * What an element calls, is called by, overrides and refers to, as elements of a corpus. Calls that names could not resolve
 * are taken for those of the few functions of the name, the nearest first; that is a guess.
 */
import { calleesOf, callersOf, runningScope } from '../../core/flow/program.ts';
import {
  along,
  type EdgeKind,
  fileOf,
  indexOf,
  kindOf,
  nodeKind,
  scopeNode,
  statementNode,
} from '../../core/graph/codeGraph.ts';
import type { NodeId } from '../../core/ids.ts';
import { type Corpus, isConstructor, membersInside, scopeOf } from './corpus.ts';

/** Another element, and how much of the edge is its: one over how many it may lead to. */
export interface Neighbour {
  readonly element: number;
  readonly share: number;
}

export function nodeOf(corpus: Corpus, element: number): NodeId {
  const file = corpus.fileOf[element]!;
  return scopeNode(corpus.snapshot.program.graph, corpus.indices[file]!, element - corpus.firstElement[file]!);
}

/** The element a node is, or a statement is in, or what is around that where it has no name; -1 outside the corpus. */
export function elementOf(corpus: Corpus, node: NodeId): number {
  const { program } = corpus.snapshot;
  const number = corpus.numberOf[fileOf(program.graph, node)]!;
  if (number < 0) return -1;
  const isStatement = kindOf(program.graph, node) === nodeKind.statement;
  const scope = isStatement ? runningScope(program, node) : indexOf(program.graph, node);
  return namedAround(corpus, number, scope);
}

function namedAround(corpus: Corpus, file: number, scope: number): number {
  const element = corpus.firstElement[file]! + scope;
  if (corpus.isNamed[element] === 1 || scope === 0) return element;
  return corpus.parent[element]! < 0 ? corpus.firstElement[file]! : corpus.parent[element]!;
}

const mostOfName = 2;
const mostOfImported = 4;

/** What an element's own statements call; of a class its constructor too. */
export function calledBy(corpus: Corpus, element: number): readonly Neighbour[] {
  const { program } = corpus.snapshot;
  const shares = new Map<number, number>();
  for (const site of statementsOf(corpus, element)) {
    for (const { node } of calleesOf(program, site)) {
      const callee = elementOf(corpus, node);
      if (callee < 0) continue;
      add(shares, callee, 1);
      if (corpus.isFunction[callee] === 0)
        for (const member of membersInside(corpus, callee)) if (isConstructor(corpus, member)) add(shares, member, 1);
    }
  }
  for (const name of guessedNames(corpus, element)) {
    const all = (corpus.byName.get(name) ?? []).filter((one) => corpus.isFunction[one] === 1);
    const near = all.filter((one) => corpus.fileOf[one] === corpus.fileOf[element]);
    const imported = corpus.facts[corpus.fileOf[element]!]!.imports.some(({ bound }) => bound === name);
    const few = all.length <= (imported ? mostOfImported : mostOfName) ? all : [];
    const meant = near.length > 0 ? near.slice(0, mostOfImported) : few;
    for (const one of meant) add(shares, one, 1 / meant.length);
  }
  shares.delete(element);
  return neighbours(shares);
}

/** Last names of the calls in an element of which the graph has no edge. */
function guessedNames(corpus: Corpus, element: number): ReadonlySet<string> {
  const { program } = corpus.snapshot;
  const file = corpus.fileOf[element]!;
  const index = corpus.indices[file]!;
  const names = new Set<string>();
  const { calls } = program.files[index]!;
  for (const at of program.graph.segments[index]!.links.unresolved) {
    if (namedAround(corpus, file, calls[at]!.scope) === element) names.add(calls[at]!.member);
  }
  return names;
}

/** Elements that call one, by edges. */
export function callersOfElement(corpus: Corpus, element: number): readonly number[] {
  const found = new Set<number>();
  const classOf = isConstructor(corpus, element) ? [corpus.parent[element]!] : [];
  for (const one of [element, ...classOf]) {
    for (const { node } of callersOf(corpus.snapshot.program, nodeOf(corpus, one))) {
      const caller = elementOf(corpus, node);
      if (caller >= 0 && caller !== element) found.add(caller);
    }
  }
  return [...found];
}

/** Elements with calls by one of the names that the graph has no edge for. */
export function guessedCallers(corpus: Corpus, names: ReadonlySet<string>): readonly (readonly [number, string])[] {
  const { program } = corpus.snapshot;
  const found: (readonly [number, string])[] = [];
  corpus.indices.forEach((index, file) => {
    const { calls } = program.files[index]!;
    for (const at of program.graph.segments[index]!.links.unresolved) {
      const { member, scope } = calls[at]!;
      if (names.has(member)) found.push([namedAround(corpus, file, scope), member]);
    }
  });
  return found;
}

/** Elements at the other end of edges of a kind. */
export function linkedElements(
  corpus: Corpus,
  element: number,
  kind: EdgeKind,
  direction: 'outgoing' | 'incoming',
): readonly number[] {
  const { graph } = corpus.snapshot.program;
  const found = new Set<number>();
  for (const { node } of along(graph[direction], nodeOf(corpus, element), kind)) found.add(elementOf(corpus, node));
  found.delete(-1);
  found.delete(element);
  return [...found];
}

/** Functions and classes whose names an element's statements read, and elements that read its name. */
export function referencesOf(corpus: Corpus, element: number): readonly number[] {
  const { program } = corpus.snapshot;
  const { graph } = program;
  const found = new Set<number>();
  const { header } = scopeOf(corpus, element);
  const file = corpus.indices[corpus.fileOf[element]!]!;
  if (header >= 0) {
    for (const { node } of along(graph.outgoing, statementNode(graph, file, header), 'defUse'))
      found.add(elementOf(corpus, node));
  }
  for (const statement of statementsOf(corpus, element)) {
    for (const { node } of along(graph.incoming, statement, 'defUse')) {
      const opened = openedBy(corpus, node);
      if (opened >= 0) found.add(opened);
    }
  }
  found.delete(-1);
  found.delete(element);
  return [...found];
}

/** The function or class whose header a statement is; -1 where it is none. */
function openedBy(corpus: Corpus, statement: NodeId): number {
  const { program } = corpus.snapshot;
  const number = corpus.numberOf[fileOf(program.graph, statement)]!;
  if (number < 0 || kindOf(program.graph, statement) !== nodeKind.statement) return -1;
  const scope = headersOf(corpus, number).get(indexOf(program.graph, statement));
  return scope === undefined ? -1 : corpus.firstElement[number]! + scope;
}

const headers = new WeakMap<object, ReadonlyMap<number, number>>();

function headersOf(corpus: Corpus, file: number): ReadonlyMap<number, number> {
  const facts = corpus.facts[file]!;
  const known = headers.get(facts) ?? new Map(facts.scopes.map(({ header }, scope) => [header, scope] as const));
  headers.set(facts, known);
  return known;
}

/** Its own statements, those of callbacks with them. */
function statementsOf(corpus: Corpus, element: number): readonly NodeId[] {
  const { graph } = corpus.snapshot.program;
  return along(graph.outgoing, nodeOf(corpus, element), 'contains').flatMap(({ node }) => {
    if (kindOf(graph, node) === nodeKind.statement) return [node];
    const inner = corpus.firstElement[corpus.fileOf[element]!]! + indexOf(graph, node);
    return corpus.isNamed[inner] === 1 ? [] : statementsOf(corpus, inner);
  });
}

function add(shares: Map<number, number>, element: number, share: number): void {
  shares.set(element, Math.max(shares.get(element) ?? 0, share));
}

function neighbours(shares: ReadonlyMap<number, number>): readonly Neighbour[] {
  return Array.from(shares, ([element, share]) => ({ element, share }));
}
