/** What stands in the header of a definition, at whatever depth: its name, parameters, decorators, bases. */
import { lastSegment } from '../core/graph/accessPaths.ts';
import { construct, part } from './captureVocabulary.ts';
import { declaredName } from './declarators.ts';
import {
  childrenOf,
  childWithPart,
  type Extraction,
  isNamedNode,
  namedChildren,
  type Place,
  pathOf,
  textOf,
  typeText,
} from './extraction.ts';

/** Parts with parts of their own, which are not those of the definition. */
const closed: ReadonlySet<number> = new Set([
  part.body,
  part.parameters,
  part.receiver,
  part.default,
  part.value,
  part.decorator,
  part.result,
]);

/** The first node of a header that plays a part; -1 where there is none. A child comes before what lies deeper. */
export function headerPart(x: Extraction, node: number, wanted: number): number {
  const child = childWithPart(x, node, wanted);
  return child >= 0 ? child : (headerParts(x, node, wanted)[0] ?? -1);
}

/** Whether a class is a body and nothing else: one without a name, in the expression that makes its object. */
export function isOnlyBody(x: Extraction, node: number): boolean {
  return x.part[node] === part.body;
}

export function bodyOf(x: Extraction, node: number): number {
  return isOnlyBody(x, node) ? node : headerPart(x, node, part.body);
}

/** All nodes that hold what a definition is made of, where no one node holds it all. */
export function bodiesOf(x: Extraction, node: number): readonly number[] {
  if (isOnlyBody(x, node)) return [node];
  const own = childrenOf(x, node).filter((child) => x.part[child] === part.body);
  const deeper = own.length > 0 ? -1 : headerPart(x, node, part.body);
  return deeper < 0 ? own : [deeper];
}

/** All nodes of a header that play a part, in order. */
export function headerParts(x: Extraction, node: number, wanted: number): readonly number[] {
  const found: number[] = [];
  const last = x.table.after[node]!;
  for (let inner = node + 1; inner < last; ) {
    const what = x.part[inner]!;
    if (what === wanted) found.push(inner);
    const isInside = what === part.receiver && wanted === part.owner;
    inner = (closed.has(what) || what === wanted) && !isInside ? x.table.after[inner]! : inner + 1;
  }
  return found;
}

/** What stands beside the decorators of a getter, as a language's `propertyDecorators` may name it. */
const getterDecorator = 'get';

/** Paths of decorators above a definition, without the arguments they are made with, and its modifiers as written. */
export function decoratorsOf(x: Extraction, node: number, above: readonly number[]): string[] {
  const inside = headerParts(x, node, part.decorator);
  const modifiers = headerParts(x, node, part.modifier).map((modifier) => textOf(x, modifier));
  if (x.construct[node] === construct['definition.getter']) modifiers.push(getterDecorator);
  return [...[...above, ...inside].map((decorator) => decoratorPath(x, decorator)), ...modifiers];
}

function decoratorPath(x: Extraction, decorator: number): string {
  const value = childWithPart(x, decorator, part.value);
  if (value < 0) return pathOf(x, decorator) ?? textOf(x, decorator);
  const callee = childWithPart(x, value, part.function);
  return pathOf(x, callee < 0 ? value : callee) ?? '';
}

/** A base is a path, or what a call that makes bases is given after its first argument. */
export function basePaths(x: Extraction, base: number): readonly string[] {
  const path = pathOf(x, base);
  if (path !== null) return [path];
  const maker = pathOf(x, Math.max(0, childWithPart(x, base, part.function)));
  if (maker !== null && x.traits.basesAreCalled) return [maker];
  if (maker !== null && x.traits.baseMakers.has(lastSegment(maker))) {
    const list = childWithPart(x, base, part.arguments);
    const given = list < 0 ? [] : namedChildren(x, list);
    return given.slice(1).flatMap((child) => pathOf(x, child) ?? []);
  }
  if (maker !== null) return [];
  const type = typeText(x, base, 0);
  return type === null ? [] : [type];
}

/** Names of the functions and variables that stand directly in the body of a class and belong to its objects. */
export function memberNames(x: Extraction, node: number): ReadonlySet<string> {
  const names = new Set<string>();
  const bodies = bodiesOf(x, node);
  if (bodies.length === 0) return names;
  for (const list of isOnlyBody(x, node) ? [] : headerParts(x, node, part.parameters)) {
    for (const component of childrenOf(x, list)) {
      const name = childWithPart(x, component, part.name);
      if (name >= 0) names.add(textOf(x, name));
    }
  }
  for (const body of bodies) collectMembers(x, bodies.length > 1 ? body : body + 1, x.table.after[body]!, names);
  return names;
}

function collectMembers(x: Extraction, from: number, to: number, names: Set<string>): void {
  for (let inner = from; inner < to; ) {
    const what = x.construct[inner]!;
    if (x.part[inner] === part.declared) {
      const name = declaredName(x, inner);
      if (name >= 0) names.add(textOf(x, name));
    }
    if (what === construct['definition.function'] || what === construct['definition.getter']) {
      const name = headerPart(x, inner, part.name);
      if (name >= 0 && !isReceiverless(x, inner)) names.add(textOf(x, name));
    }
    if (variables.has(what) && !isReceiverless(x, x.table.parent[inner]!)) {
      const target = childWithPart(x, inner, part.target);
      if (target >= 0 && x.construct[target] === construct['reference.name']) names.add(textOf(x, target));
    }
    inner = opaque.has(what) ? x.table.after[inner]! : inner + 1;
  }
}

/** Whether a member belongs to the class rather than to its objects, by a word beside it. */
function isReceiverless(x: Extraction, node: number): boolean {
  return headerParts(x, node, part.modifier).some((modifier) => x.traits.receiverless.has(textOf(x, modifier)));
}

/** What makes a variable of an object of the class it stands in. */
const variables: ReadonlySet<number> = new Set([construct.declaration, construct.assignment]);

/** What has members or variables of its own. */
const opaque: ReadonlySet<number> = new Set([
  construct['definition.function'],
  construct['definition.constructor'],
  construct['definition.getter'],
  construct['definition.class'],
  construct['definition.extension'],
  construct['definition.lambda'],
  construct['declaration.instance'],
  construct.declaration,
  construct.assignment,
]);

/** A mixin written in the body of a class; it comes before the bases the class has so far. */
export function addBases(x: Extraction, node: number, place: Place): void {
  const list = childWithPart(x, node, part.bases);
  const scope = x.facts.scopes[place.scope]!;
  const paths: string[] = [];
  for (const child of childrenOf(x, list < 0 ? node : list)) {
    if (!isNamedNode(x, child) || x.construct[child] === construct.skip) continue;
    x.visit(child, place, 'read', 0);
    paths.push(...basePaths(x, child));
  }
  if (scope.kind === 'class') scope.bases.unshift(...paths.filter((path) => path !== x.traits.implicitReceiver));
}

/** Where a header begins to be read: at its name, where annotations stand above it. */
export function lineAnchor(x: Extraction, node: number, start: number): number {
  if (headerParts(x, node, part.modifier).length > 0) return start;
  if (childWithPart(x, node, part.decorator) < 0) return x.table.start[node]!;
  for (const child of childrenOf(x, node)) if (x.part[child] !== part.decorator) return x.table.start[child]!;
  return start;
}
