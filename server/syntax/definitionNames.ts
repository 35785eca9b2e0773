/** What definitions are called: by their header, by where they stand, by the macro that makes them. */
import { firstSegment, lastSegment } from '../core/graph/accessPaths.ts';
import { construct, part } from './captureVocabulary.ts';
import { declaredName } from './declarators.ts';
import { headerPart, isOnlyBody } from './definitionHeader.ts';
import {
  anonymousName,
  childrenOf,
  childWithPart,
  type Extraction,
  isNamedNode,
  type NestedFunction,
  namedChildren,
  pathOf,
  textOf,
  typeText,
} from './extraction.ts';

/** What a definition is called: by itself, and in the scope it stands in. */
export interface Naming {
  readonly name: string;
  /** The path it defines where it stands; empty where it makes no name there. */
  readonly defines: string;
  /** The type it belongs to, where that is written elsewhere. */
  readonly owner: string;
  readonly start: number;
  /** The macro that makes it a test; absent for everything else. */
  readonly macro?: string;
}

/** The names a definition makes: a type written out in a `typedef` has its own name beside the one it is given. */
export function namesMade(
  { name, defines }: Naming,
  nested: NestedFunction | null,
  isFunction: boolean,
): readonly string[] {
  const isRenamed = nested !== null && !isFunction && nested.path !== '' && name !== defines;
  return defines === '' ? [] : isRenamed ? [defines, name] : [defines];
}

export function nameOf(x: Extraction, node: number, nested: NestedFunction | null): Naming {
  const named = isOnlyBody(x, node) ? -1 : headerPart(x, node, part.name);
  const nameNode = named < 0 ? declaredName(x, childWithPart(x, node, part.target)) : named;
  const ownerNode = ownerOf(x, node);
  const owner = ownerNode < 0 ? '' : (typeText(x, ownerNode, 0) ?? textOf(x, ownerNode));
  const start = x.table.start[nameNode < 0 ? node : nameNode]!;
  const own = nameNode < 0 ? null : (pathOf(x, nameNode) ?? textOf(x, nameNode));
  if (nested !== null) {
    const assigned = lastSegment(nested.path);
    const fallback = anonymousName(x, node);
    const called = assigned === '' ? nested.key : assigned;
    const name = nested.title ?? own ?? (called === '' ? fallback : called);
    const kept = owner === '' ? ownerInPath(x, node, nested.path) : null;
    if (kept !== null) return { name, ...kept, start };
    // Where statements are expressions, a definition in one makes its name as any other.
    const alone = x.traits.expressionStatements && own !== null && nested.title === null ? own : fallback;
    return { name, defines: nested.path === '' ? alone : nested.path, owner, start };
  }
  if (x.construct[node] === construct['definition.extension']) {
    return { name: owner === '' ? anonymousName(x, node) : owner, defines: '', owner, start };
  }
  if (own !== null && x.traits.tests.decorators.includes(own) && scopeKindOf(x, node) === 'function') {
    return testNaming(x, node, own, start);
  }
  const outside = own === null || owner !== '' ? null : memberNaming(x, node, own, start);
  if (outside !== null) return outside;
  const name = own ?? nameBeside(x, node) ?? anonymousName(x, node);
  const isConstructor = x.construct[node] === construct['definition.constructor'];
  return { name, defines: isConstructor ? x.traits.constructorName : owner === '' ? name : '', owner, start };
}

/** A function whose name is written as a path belongs to the type before it; named like that, it makes its objects. */
function memberNaming(x: Extraction, node: number, path: string, start: number): Naming | null {
  const dot = path.lastIndexOf('.');
  if (dot < 0 || scopeKindOf(x, node) !== 'function') return null;
  const [owner, name] = [path.slice(0, dot), path.slice(dot + 1)];
  const isConstructor = name === lastSegment(owner) && x.traits.constructorName !== '';
  return { name: isConstructor ? x.traits.constructorName : name, defines: '', owner, start };
}

/** A test written with a macro (`TEST(Suite, adds) { … }`), which belongs to its suite. */
function testNaming(x: Extraction, node: number, macro: string, start: number): Naming {
  const list = headerPart(x, node, part.parameters);
  const given = list < 0 ? [] : namedChildren(x, list);
  const [suite = '', name = suite] = given.map((child) => textOf(x, child));
  return { name: name === '' ? macro : name, defines: '', owner: name === suite ? '' : suite, start, macro };
}

/** The name of a type that is written out where something is declared to be of it. */
function nameBeside(x: Extraction, node: number): string | null {
  if (x.part[node] !== part.type) return null;
  for (const sibling of childrenOf(x, x.table.parent[node]!)) {
    const role = x.part[sibling];
    if (role !== part.declared && role !== part.target && x.construct[sibling] !== construct.declaration) continue;
    const written = x.construct[sibling] === construct.declaration ? childWithPart(x, sibling, part.target) : sibling;
    const name = declaredName(x, written);
    if (name >= 0) return textOf(x, name);
  }
  return null;
}

/**
 * The object whose member a function becomes: `A` for `A.prototype.f`, which makes no name of its own,
 * `app` for `app.f`. What a module hands out, or an object gets from its own code, belongs to nobody else.
 */
function ownerInPath(
  x: Extraction,
  node: number,
  path: string,
): { readonly owner: string; readonly defines: string } | null {
  const { prototypeName, moduleObjects, implicitReceiver } = x.traits;
  const dot = path.lastIndexOf('.');
  if (prototypeName === '' || dot < 0 || scopeKindOf(x, node) !== 'function') return null;
  const holder = path.slice(0, dot);
  if (holder.endsWith(`.${prototypeName}`)) return { owner: holder.slice(0, -prototypeName.length - 1), defines: '' };
  if (moduleObjects.includes(holder) || firstSegment(holder) === implicitReceiver) return null;
  return { owner: holder, defines: path };
}

/** The type a function belongs to: where it is written, or the type of the receiver it names. */
function ownerOf(x: Extraction, node: number): number {
  const written = headerPart(x, node, part.owner);
  const list = written < 0 ? headerPart(x, node, part.receiver) : -1;
  const receiver = list < 0 ? undefined : childrenOf(x, list).find((child) => isNamedNode(x, child));
  return receiver === undefined ? written : childWithPart(x, receiver, part.type);
}

/** A lambda or a block comes here only where a test is one. */
const scopeKinds = new Map<number, 'function' | 'namespace'>([
  [construct['definition.function'], 'function'],
  [construct['definition.constructor'], 'function'],
  [construct['definition.macro'], 'function'],
  [construct['definition.getter'], 'function'],
  [construct['definition.lambda'], 'function'],
  [construct.block, 'function'],
  [construct['definition.namespace'], 'namespace'],
  [construct['declaration.package'], 'namespace'],
]);

export function scopeKindOf(x: Extraction, node: number): 'function' | 'class' | 'namespace' {
  return scopeKinds.get(x.construct[node]!) ?? 'class';
}
