/** What every part of the extractor needs at hand: the labelled tree, its text, the facts so far, and where we are. */
import { firstSegment, lastSegment } from '../core/graph/accessPaths.ts';
import { definitionKind, manyMark, wrappedMark } from '../core/graph/fileFacts.ts';
import type { LanguageTraits } from '../core/graph/languageTraits.ts';
import { type LineIndex, lineAt } from '../core/text/lineIndex.ts';
import { construct, part } from './captureVocabulary.ts';
import type { FactsBuilder } from './factsBuilder.ts';
import { type Block, isDeclared, nameIn } from './localNames.ts';
import type { SyntaxTable } from './syntaxTable.ts';

export interface Extraction {
  readonly text: string;
  readonly lines: LineIndex;
  readonly table: SyntaxTable;
  readonly construct: Uint8Array;
  readonly part: Uint8Array;
  readonly isNamed: Uint8Array;
  readonly traits: LanguageTraits;
  readonly facts: FactsBuilder;
  /** What was met in the expressions of the statement at hand and is to be extracted when it is done. */
  readonly pending: Nested[];
  /** By scope and variable, its type as written. */
  readonly writtenTypes: Map<string, string>;
  /** By node that holds declarations, the type written among them, or -1. */
  readonly typesInside: Map<number, number>;
  /** By function, the names of its results. */
  readonly results: Map<number, readonly { readonly name: number; readonly start: number }[]>;
  /** Extracts an expression below the one at hand; a member, so that the files of the extractor need no cycle. */
  visit(node: number, place: Place, access: Access, depth: number): void;
  /** The same for an object literal that is kept under a path. */
  visitObject(node: number, path: string, place: Place, depth: number): void;
}

export type Nested = NestedFunction | NestedValue;

/** A function inside an expression. `path` is what it is assigned to. */
export interface NestedFunction {
  readonly kind: 'function';
  readonly node: number;
  readonly path: string;
  /** The key of an object it is kept under; empty for none. */
  readonly key: string;
  /** What the test function it is given to calls it; `null` where it is given to none. */
  readonly title: string | null;
  readonly testFunction: string;
  /** Index of the path of the objects it is given one by one; absent where it is given to nothing that does so. */
  readonly elementsOf?: number;
  readonly block: Block | null;
}

/** A compound statement or a block inside an expression, whose value is kept under a name. */
interface NestedValue {
  readonly kind: 'value';
  readonly node: number;
  /** Index of the name. */
  readonly name: number;
  readonly block: Block | null;
  readonly bound: Place['bound'];
}

/** What happens to the names of an expression. */
export type Access = 'read' | 'define' | 'update' | 'delete' | 'inline' | 'declare' | 'declareInline' | 'hoist';

/** Where an expression stands. */
export interface Place {
  readonly statement: number;
  readonly scope: number;
  /** Names bound inside the expression: lambda parameters, comprehension targets. They are not variables of the scope. */
  readonly bound: readonly ReadonlySet<string>[];
  /** The block around it; `null` in languages without declarations. */
  readonly block: Block | null;
  /** The value that a pattern here takes apart; absent where none is known. */
  readonly subject?: number;
}

export function textOf(x: Extraction, node: number): string {
  return x.text.slice(x.table.start[node], x.table.end[node]);
}

/** A list of its own, for the caller to change. */
export function childrenOf(x: Extraction, node: number): number[] {
  const children: number[] = [];
  const { after } = x.table;
  const last = after[node]!;
  for (let child = node + 1; child < last; child = after[child]!) children.push(child);
  return children;
}

/** The children that count (`isNamedNode`). Counted first: a list that grows takes room for many. */
export function namedChildren(x: Extraction, node: number): number[] {
  const { after } = x.table;
  const last = after[node]!;
  let count = 0;
  for (let child = node + 1; child < last; child = after[child]!) if (isNamedNode(x, child)) count++;
  const children = new Array<number>(count);
  let at = 0;
  for (let child = node + 1; child < last; child = after[child]!) if (isNamedNode(x, child)) children[at++] = child;
  return children;
}

/** The nodes of a list that pass: mostly all, and then the list as it is. */
export function passing(nodes: readonly number[], passes: (node: number) => boolean): readonly number[] {
  return nodes.every(passes) ? nodes : nodes.filter(passes);
}

/** Children, and in the place of wrappers what these hold. */
export function throughWrappers(x: Extraction, node: number): readonly number[] {
  const children = childrenOf(x, node);
  const isWrapper = (child: number) => x.construct[child] === construct.wrapper;
  return children.some(isWrapper)
    ? children.flatMap((child) => (isWrapper(child) ? childrenOf(x, child) : [child]))
    : children;
}

/** The first child that plays a part; -1 where there is none. */
export function childWithPart(x: Extraction, node: number, wanted: number): number {
  const last = x.table.after[node]!;
  for (let child = node + 1; child < last; child = x.table.after[child]!) if (x.part[child] === wanted) return child;
  return -1;
}

/** Whether a node counts: one with a name in the grammar, or a word that the queries say something of. */
export function isNamedNode(x: Extraction, node: number): boolean {
  return x.isNamed[x.table.type[node]!] === 1 || x.construct[node] !== construct.none;
}

/** The node whose value a node gives as it is: what stands in parentheses, is cast, or is waited for. */
export function ungrouped(x: Extraction, node: number): number {
  let at = node;
  while (isTransparent(x.construct[at]!)) {
    const inner = childWithPart(x, at, part.object);
    if (inner < 0) break;
    at = inner;
  }
  return at;
}

function isTransparent(what: number): boolean {
  return what === construct.group || what === construct['exit.maybe'] || what === construct['reference.address'];
}

/** Longer paths are read in pieces: their last segments are not told apart anyway. */
const longestPath = 8;

/** The access path a node writes (`a`, `a.b.c`), or `null` where it is more than that. */
export function pathOf(x: Extraction, written: number, depth = 0): string | null {
  const node = ungrouped(x, written);
  const kind = x.construct[node];
  if (kind === construct['reference.name']) return nameText(x, node);
  if (kind !== construct['reference.member'] || depth > longestPath) return null;
  const last = x.table.after[node]!;
  let path: string | null = null;
  for (let child = node + 1; child < last; child = x.table.after[child]!) {
    if (!isNamedNode(x, child) || x.construct[child] === construct.skip || x.part[child] === part.type) continue;
    const isPath: boolean = path === null || isNestedPath(x, child);
    const segment: string | null = isPath ? pathOf(x, child, depth + 1) : segmentText(x, child);
    if (segment === null) return null;
    path = path === null ? segment : `${path}.${segment}`;
  }
  return path;
}

/** A plain name; the receiver's own variable as one of its members. */
function nameText(x: Extraction, node: number): string {
  const text = textOf(x, node);
  const { memberSigil, implicitReceiver } = x.traits;
  return memberSigil !== '' && text.startsWith(memberSigil) ? `${implicitReceiver}.${text}` : text;
}

/** A path that ends another one, where paths are nested to the right: `a::b::c` as `a` and `b::c`. */
function isNestedPath(x: Extraction, node: number): boolean {
  return x.construct[node] === construct['reference.member'] && childWithPart(x, node, part.member) < 0;
}

/** The name of a member, without what it is applied to or joined by. */
export function segmentText(x: Extraction, node: number): string {
  const name = childWithPart(x, node, part.member);
  return textOf(x, name < 0 ? node : name);
}

/** A written path with its first name as the facts have it there. */
export function pathAt(path: string, { block }: Place): string {
  if (block === null) return path;
  const root = firstSegment(path);
  const known = nameIn(block, root);
  return known === root ? path : known + path.slice(root.length);
}

/** The path of an annotated type as a name, where the annotation is one; else -1. */
export function typePath(x: Extraction, node: number): number {
  const path = node < 0 ? null : typeText(x, node, 0);
  return path === null ? -1 : x.facts.wholeName(path);
}

/**
 * The path of a type: without its arguments, pointers and absence. `null` where it is more than one type, or one of many
 * (`@skip` marks arrays and the like).
 */
export function typeText(x: Extraction, node: number, depth: number): string | null {
  if (x.construct[node] === construct.skip || depth > longestPath) return null;
  if (x.construct[node] === construct['type.many'] && depth >= 0) return manyOf(x, node, depth);
  const path = pathOf(x, node);
  if (path !== null) return typeInside(x, node, path, depth);
  const parts = childrenOf(x, node).filter((child) => isNamedNode(x, child) && x.construct[child] !== construct.null);
  const direct = parts.filter((child) => x.construct[child] !== construct.skip && pathOf(x, child) !== null);
  if (direct.length > 0) return direct.length === 1 ? typeText(x, direct[0]!, depth + 1) : null;
  return parts.length === 1 ? typeText(x, parts[0]!, depth + 1) : null;
}

/** Of many objects of many, nothing is said. */
function manyOf(x: Extraction, node: number, depth: number): string | null {
  const isType = (child: number) => isNamedNode(x, child) && x.construct[child] !== construct.null;
  const held = childrenOf(x, node).filter(isType);
  const inside = held.length === 1 ? typeText(x, held[0]!, depth + 1) : null;
  return inside === null || inside.startsWith(manyMark) || inside.startsWith(wrappedMark) ? null : manyMark + inside;
}

/** The type that a type stands for: `Box<T>` for `T`, `Option<T>` for a wrapped `T`. */
function typeInside(x: Extraction, node: number, path: string, depth: number): string | null {
  const { transparentTypes, wrapperTypes, manyTypes } = x.traits;
  if (transparentTypes.size === 0 && wrapperTypes.size === 0) return path;
  const name = lastSegment(path);
  const wraps = wrapperTypes.has(name);
  const isMany = manyTypes.has(name);
  const given = wraps || isMany || transparentTypes.has(name) ? childWithPart(x, node, part.arguments) : -1;
  const isType = (child: number) => isNamedNode(x, child) && x.construct[child] !== construct.null;
  const first = given < 0 ? undefined : childrenOf(x, given).find(isType);
  if (first === undefined) return path;
  const inside = typeText(x, first, depth + 1);
  const isMarked = inside === null || inside.startsWith(manyMark) || inside.startsWith(wrappedMark);
  if (isMany) return isMarked ? null : manyMark + inside;
  return inside !== null && wraps && !inside.startsWith(wrappedMark) ? wrappedMark + inside : inside;
}

/** The nearest access path below chains of keys and calls is changed: `a.b[0].c[1] = v` changes `a.b`. */
export function defineWeakly(x: Extraction, node: number, place: Place): void {
  for (let base = node; base >= 0; base = childWithPart(x, base, part.object)) {
    const path = pathOf(x, base);
    if (path === null) continue;
    if (isBoundInside(place, path) || isTypeName(place, path)) return;
    const { statement, scope } = place;
    const name = x.facts.name(pathAt(path, place));
    x.facts.definition({ kind: definitionKind.weak, statement, scope, name, start: x.table.start[base]! });
    return;
  }
}

/** Whether a path is, by its capital, a class: what is called on it changes no object. */
function isTypeName({ block }: Place, path: string): boolean {
  return block !== null && /^\p{Lu}[^.]*\p{Ll}[^.]*$/u.test(path) && !isDeclared(block, path);
}

/** What a function without a name is called. */
export function anonymousName(x: Extraction, node: number): string {
  return `<anonymous:${lineAt(x.lines, x.table.start[node]!)}>`;
}

/** What keeps the value of a compound expression for the statement it stands in. */
export function valueName(x: Extraction, node: number): number {
  return x.facts.name(`<value:${x.table.start[node]}>`);
}

/** Whether a path begins with a name that the expression itself binds. */
export function isBoundInside(place: Place, path: string): boolean {
  if (place.bound.length === 0) return false;
  const root = firstSegment(path);
  return place.bound.some((names) => names.has(root));
}

/** The call extracted last; calls are recorded when their arguments are done, so an outer call is the last of its own. */
export function lastCallIndex(x: Extraction): number {
  return x.facts.calls.length - 1;
}
