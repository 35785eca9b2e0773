/** Call sites: what is called, on what, with which arguments. Leaves out which function that is (`core/graph`). */
import type { ArgumentFacts } from '../core/graph/fileFacts.ts';
import { construct, part } from './captureVocabulary.ts';
import {
  childrenOf,
  childWithPart,
  defineWeakly,
  type Extraction,
  isBoundInside,
  isNamedNode,
  lastCallIndex,
  type Place,
  pathAt,
  pathOf,
  textOf,
} from './extraction.ts';

export function extractCall(x: Extraction, node: number, place: Place, depth: number): void {
  const callee = childWithPart(x, node, part.function);
  const list = childWithPart(x, node, part.arguments);
  if (callee < 0) return;
  const object = childWithPart(x, callee, part.object);
  const member = memberName(x, callee);
  const changes = object >= 0 && x.traits.mutators.has(member);
  const changed = changes && isDiscarded(x, node) ? pathOf(x, object) : null;
  // A change whose value nobody takes looks the object up, but does not read what is in it.
  if (changed === null) x.visit(callee, place, 'read', depth + 1);
  else if (!isBoundInside(place, changed)) {
    x.facts.use(place.statement, place.scope, x.facts.name(pathAt(changed, place)), x.table.start[object]!, true);
  }
  const receiverCall = object >= 0 && x.construct[object] === construct['reference.call'] ? lastCallIndex(x) : -1;
  const args = list < 0 ? [] : (testArguments(x, callee, list, place) ?? extractArguments(x, list, place, depth));

  const path = pathOf(x, callee);
  const isBound = path !== null && isBoundInside(place, path);
  x.facts.calls.push({
    statement: place.statement,
    scope: place.scope,
    callee: path === null || isBound ? -1 : x.facts.name(pathAt(path, place)),
    receiverCall,
    member,
    start: x.table.start[node]!,
    end: x.table.end[node]!,
    arguments: args,
  });
  if (changes) defineWeakly(x, object, place);
}

/** The arguments of a function that is given a test after its title; `null` for any other. */
function testArguments(x: Extraction, callee: number, list: number, place: Place): readonly ArgumentFacts[] | null {
  const testFunction = testFunctionOf(x, callee);
  if (testFunction === null) return null;
  const given = [...childrenOf(x, list)].filter(
    (child) => isNamedNode(x, child) && x.construct[child] !== construct.skip,
  );
  const isFunction = (node: number) =>
    x.construct[node] === construct['definition.function'] || x.construct[node] === construct['definition.lambda'];
  if (given.length < 2 || isFunction(given[0]!) || !given.some(isFunction)) return null;
  const title = titleOf(textOf(x, given[0]!));
  return given.map((node) => {
    if (isFunction(node)) x.pending.push({ node, path: '', title, testFunction, block: place.block });
    else x.visit(node, place, 'read', 1);
    return { kind: 'positional', keyword: null, start: x.table.start[node]!, end: x.table.end[node]! };
  });
}

/** `it`, also in `it.only(…)` and `it.each(…)(…)`. */
function testFunctionOf(x: Extraction, callee: number): string | null {
  const { calls, suites } = x.traits.tests;
  for (let node = callee; node >= 0; node = childWithPart(x, node, part.function)) {
    const segments = pathOf(x, node)?.split('.') ?? [];
    for (const segment of [segments[0], segments.at(-1)])
      if (segment !== undefined && (calls.includes(segment) || suites.includes(segment))) return segment;
  }
  return null;
}

/** A title without its quotes, fit to be part of an element's name. */
function titleOf(text: string): string {
  return text
    .replace(/^["'`]|["'`]$/g, '')
    .replace(/::/g, ':')
    .replace(/\s+/g, ' ')
    .trim();
}

function isDiscarded(x: Extraction, node: number): boolean {
  return x.construct[x.table.parent[node]!] === construct.statement;
}

function memberName(x: Extraction, callee: number): string {
  if (x.construct[callee] === construct['reference.name']) return textOf(x, callee);
  const member = childWithPart(x, callee, part.member);
  return member < 0 ? '' : textOf(x, member);
}

function extractArguments(x: Extraction, list: number, place: Place, depth: number): readonly ArgumentFacts[] {
  if (x.construct[list] !== construct.none) return [extractArgument(x, list, place, depth)];
  const args: ArgumentFacts[] = [];
  for (const child of childrenOf(x, list)) {
    if (isNamedNode(x, child) && x.construct[child] !== construct.skip)
      args.push(extractArgument(x, child, place, depth));
  }
  return args;
}

function extractArgument(x: Extraction, node: number, place: Place, depth: number): ArgumentFacts {
  const span = { start: x.table.start[node]!, end: x.table.end[node]! };
  const keyword = childWithPart(x, node, part.keyword);
  const isKeyword = x.construct[node] === construct['argument.keyword'] && keyword >= 0;
  const value = isKeyword ? childWithPart(x, node, part.value) : node;
  if (value >= 0) x.visit(value, place, 'read', depth + 1);
  if (isKeyword) return { kind: 'keyword', keyword: textOf(x, keyword), ...span };
  if (x.construct[node] === construct['argument.rest']) return { kind: 'rest', keyword: null, ...span };
  if (x.construct[node] === construct['argument.keywords']) return { kind: 'keywords', keyword: null, ...span };
  return { kind: 'positional', keyword: null, ...span };
}
