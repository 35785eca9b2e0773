/** Call sites: what is called, on what, with which arguments. Leaves out which function that is (`core/graph`). */
import { lastSegment } from '../core/graph/accessPaths.ts';
import type { ArgumentFacts } from '../core/graph/fileFacts.ts';
import { construct, part } from './captureVocabulary.ts';
import {
  anonymousName,
  childrenOf,
  childWithPart,
  defineWeakly,
  type Extraction,
  isBoundInside,
  isNamedNode,
  lastCallIndex,
  namedChildren,
  type Place,
  passing,
  pathAt,
  pathOf,
  segmentText,
  textOf,
  ungrouped,
} from './extraction.ts';
import { valueType } from './writtenTypes.ts';

export function extractCall(x: Extraction, node: number, place: Place, depth: number): void {
  const { holder, object, member, path } = calleeOf(x, node, place);
  const list = argumentsOf(x, node);
  if (holder < 0) return;
  const changes = object >= 0 && x.traits.mutators.has(member) && !isModule(x, object);
  const changed = changes && isDiscarded(x, node) ? pathOf(x, object) : null;
  // A change whose value nobody takes looks the object up, but does not read what is in it.
  if (changed !== null) readPath(x, object, changed, place, true);
  else if (holder !== node) x.visit(holder, place, 'read', depth + 1);
  else if (path !== null) readPath(x, node, path, place, false);
  else if (object >= 0) x.visit(object, place, 'read', depth + 1);
  const { base, path: receiverPath } = receiverOf(x, object);
  const receiverCall = base >= 0 && x.construct[base] === construct['reference.call'] ? lastCallIndex(x) : -1;
  const blocks = blocksOf(x, node);
  const test = testArguments(x, { holder, list, path, blocks }, place);
  const args = test ?? extractArguments(x, list, place, depth);
  if (object >= 0 && x.traits.elementMethods.has(member)) giveElements(x, list, pathOf(x, object), place);
  if (test === null) for (const block of blocks) x.visit(block, place, 'read', depth + 1);
  const isBound = path !== null && isBoundInside(place, path);
  x.facts.calls.push({
    statement: place.statement,
    scope: place.scope,
    callee: path === null || isBound ? -1 : x.facts.wholeName(pathAt(path, place)),
    receiverCall,
    receiverPath: receiverCall < 0 ? '' : receiverPath,
    member,
    start: x.table.start[node]!,
    end: x.table.end[node]!,
    arguments: args,
  });
  if (changes) defineWeakly(x, object, place);
}

/** What a call names: in a node of its own, or by an object and a member that stand in the call itself. */
function calleeOf(x: Extraction, node: number, place: Place) {
  if (x.construct[node] === construct['declaration.instance']) {
    const { name } = x.facts.scopes[place.scope]!;
    return { holder: node, object: -1, member: name, path: name };
  }
  const written = childWithPart(x, node, part.function);
  const callee = written < 0 ? written : ungrouped(x, written);
  const holder = callee < 0 && childWithPart(x, node, part.member) >= 0 ? node : callee;
  const object = holder < 0 ? -1 : childWithPart(x, holder, part.object);
  const member = holder < 0 ? '' : memberName(x, holder);
  return { holder, object, member, path: holder === node ? flatPath(x, node) : holder < 0 ? null : pathOf(x, holder) };
}

function flatPath(x: Extraction, node: number): string | null {
  const object = childWithPart(x, node, part.object);
  const member = childWithPart(x, node, part.member);
  const path = object < 0 || member < 0 ? null : pathOf(x, object);
  return path === null ? null : `${path}.${segmentText(x, member)}`;
}

/** The arguments stand in the call, or beside the member that is called. */
function argumentsOf(x: Extraction, node: number): number {
  const list = childWithPart(x, node, part.arguments);
  const member = list < 0 ? childWithPart(x, node, part.member) : -1;
  return member < 0 ? list : childWithPart(x, member, part.arguments);
}

/** Blocks a call is given after its arguments. */
function blocksOf(x: Extraction, node: number): readonly number[] {
  const blocks: number[] = [];
  const last = x.table.after[node]!;
  for (let child = node + 1; child < last; child = x.table.after[child]!) {
    if (x.part[child] === part.body) blocks.push(child);
  }
  return blocks;
}

function readPath(x: Extraction, node: number, path: string, place: Place, isBase: boolean): void {
  if (isBoundInside(place, path)) return;
  x.facts.use(place.statement, place.scope, x.facts.name(pathAt(path, place)), x.table.start[node]!, isBase);
}

/** Notes of the function that a call is given first which objects it gets. */
function giveElements(x: Extraction, list: number, path: string | null, place: Place): void {
  if (list < 0 || path === null || isBoundInside(place, path)) return;
  const first = childrenOf(x, list).find((child) => isNamedNode(x, child));
  const index = x.pending.findIndex((one) => one.kind === 'function' && one.node === first);
  const given = x.pending[index];
  if (given?.kind === 'function') x.pending[index] = { ...given, elementsOf: x.facts.name(pathAt(path, place)) };
}

/** Whether a node names a module, whose functions change nothing in it whatever they are called. */
function isModule(x: Extraction, node: number): boolean {
  const name = pathOf(x, node);
  return name !== null && x.facts.imports.some(({ imported, bound }) => imported === null && bound === name);
}

interface GivenTest {
  readonly holder: number;
  readonly list: number;
  readonly path: string | null;
  readonly blocks: readonly number[];
}

/** A block given to a call runs for what the call is made on. */
export function readBlockObject(x: Extraction, node: number, place: Place): void {
  const call = x.part[node] === part.body ? x.table.parent[node]! : -1;
  const isGiven = call >= 0 && x.construct[call] === construct['reference.call'];
  const object = isGiven ? childWithPart(x, call, part.object) : -1;
  if (object >= 0 && pathOf(x, object) !== null) x.visit(object, place, 'read', 0);
}

/** The arguments of a function that is given a test after its title; `null` for any other. */
function testArguments(x: Extraction, call: GivenTest, place: Place): readonly ArgumentFacts[] | null {
  const testFunction = testFunctionOf(x, call);
  if (testFunction === null) return null;
  const isFunction = (node: number) =>
    x.construct[node] === construct['definition.function'] ||
    x.construct[node] === construct['definition.lambda'] ||
    (x.construct[node] === construct.block && call.blocks.includes(node));
  const given = [...(call.list < 0 ? [] : childrenOf(x, call.list)), ...call.blocks].filter(
    (child) => isNamedNode(x, child) && (x.construct[child] !== construct.skip || isFunction(child)),
  );
  const first = given[0];
  const isTitled = first !== undefined && !isFunction(first);
  const isSetup = x.traits.tests.setups.includes(testFunction);
  if (!given.some(isFunction) || (!isTitled && !isSetup && call.blocks.length === 0)) return null;
  // The title may be given to a call that gives what takes the test: `test("adds") { … }`.
  const inner = childWithPart(x, call.holder, part.arguments);
  const titled = isTitled ? first : [...(inner < 0 ? [] : childrenOf(x, inner))].find((one) => isNamedNode(x, one));
  const title = isSetup
    ? testFunction
    : titled === undefined
      ? anonymousName(x, call.blocks[0]!)
      : titleOf(textOf(x, titled));
  return given.map((node) => {
    if (isFunction(node))
      x.pending.push({ kind: 'function', node, path: '', key: '', title, testFunction, block: place.block });
    else x.visit(node, place, 'read', 1);
    return { kind: 'positional', keyword: null, start: x.table.start[node]!, end: x.table.end[node]! };
  });
}

/** `it`, also in `it.only(…)` and `it.each(…)(…)`. */
function testFunctionOf(x: Extraction, { holder, path }: GivenTest): string | null {
  const { calls, suites, setups } = x.traits.tests;
  if (calls.length === 0 && suites.length === 0) return null;
  const isTestFunction = (name: string) => calls.includes(name) || suites.includes(name) || setups.includes(name);
  let written = path;
  for (let node = holder; node >= 0; ) {
    const segments = written?.split('.') ?? [];
    for (const segment of [segments[0], segments.at(-1)])
      if (segment !== undefined && isTestFunction(segment)) return segment;
    const inner = childWithPart(x, node, part.function);
    node = inner;
    written = node < 0 ? null : pathOf(x, node);
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

/** What lies below the members that an object is read through: the call in `a().b.c`, and the names `b.c`. */
function receiverOf(x: Extraction, object: number): { readonly base: number; readonly path: string } {
  const names: string[] = [];
  let base = object < 0 ? -1 : ungrouped(x, object);
  while (base >= 0 && x.construct[base] === construct['reference.member']) {
    names.unshift(memberName(x, base));
    const inner = childWithPart(x, base, part.object);
    base = inner < 0 ? -1 : ungrouped(x, inner);
  }
  return { base, path: names.join('.') };
}

function isDiscarded(x: Extraction, node: number): boolean {
  return x.construct[x.table.parent[node]!] === construct.statement;
}

function memberName(x: Extraction, callee: number): string {
  if (x.construct[callee] === construct['reference.name']) return textOf(x, callee);
  const member = childWithPart(x, callee, part.member);
  const path = pathOf(x, member < 0 ? callee : member);
  if (path !== null) return lastSegment(path);
  return member < 0 ? '' : segmentText(x, member);
}

const noArguments: readonly ArgumentFacts[] = [];

function extractArguments(x: Extraction, list: number, place: Place, depth: number): readonly ArgumentFacts[] {
  if (list < 0) return noArguments;
  if (x.construct[list] !== construct.none) return [extractArgument(x, list, place, depth)];
  const given = passing(namedChildren(x, list), (child) => x.construct[child] !== construct.skip);
  return given.length === 0 ? noArguments : given.map((child) => extractArgument(x, child, place, depth));
}

function extractArgument(x: Extraction, node: number, place: Place, depth: number): ArgumentFacts {
  const start = x.table.start[node]!;
  const end = x.table.end[node]!;
  const keyword = childWithPart(x, node, part.keyword);
  const isKeyword = x.construct[node] === construct['argument.keyword'] && keyword >= 0;
  const value = isKeyword ? childWithPart(x, node, part.value) : node;
  if (value >= 0) x.visit(value, place, 'read', depth + 1);
  if (x.part[node] === part.changed) defineWeakly(x, ungrouped(x, node), place);
  if (isKeyword) return { kind: 'keyword', keyword: textOf(x, keyword), start, end };
  if (x.construct[node] === construct['argument.rest']) return { kind: 'rest', keyword: null, start, end };
  if (x.construct[node] === construct['argument.keywords']) return { kind: 'keywords', keyword: null, start, end };
  const type = x.traits.valueTypes.length === 0 ? '' : valueType(x, node, place);
  const facts: ArgumentFacts = { kind: 'positional', keyword: null, start, end };
  return type === '' ? facts : { ...facts, type };
}
