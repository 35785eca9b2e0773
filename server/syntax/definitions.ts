/** Functions, classes and their like: the header statement, the scope it opens, and the names it makes. */

import { firstSegment } from '../core/graph/accessPaths.ts';
import { definitionKind, flowPart, statementKind } from '../core/graph/fileFacts.ts';
import { lineAt } from '../core/text/lineIndex.ts';
import { addStatement } from './addStatement.ts';
import { construct, part } from './captureVocabulary.ts';
import { declaredName } from './declarators.ts';
import {
  basePaths,
  bodiesOf,
  bodyOf,
  decoratorsOf,
  headerPart,
  headerParts,
  isOnlyBody,
  lineAnchor,
  memberNames,
} from './definitionHeader.ts';
import { extractExpression } from './expressions.ts';
import {
  anonymousName,
  childrenOf,
  childWithPart,
  type Extraction,
  isNamedNode,
  type NestedFunction,
  type Place,
  pathOf,
  textOf,
  typeText,
} from './extraction.ts';
import { declareGenerics } from './generics.ts';
import { headerEnd } from './heldParts.ts';
import { assignedOuter, type Block, declareName, openClass, openFunction, openNamespace } from './localNames.ts';
import { enterOuterClasses } from './outerClasses.ts';
import type { Position } from './position.ts';
import { extractComponents, extractSignature, hasImplicitReceiver, resultType } from './signatures.ts';
import { extractDecorators, extractNested, extractOutcome, extractStatement } from './statements.ts';

/** What a definition is called: by itself, and in the scope it stands in. */
interface Naming {
  readonly name: string;
  /** The path it defines where it stands; empty where it makes no name there. */
  readonly defines: string;
  /** The type it belongs to, where that is written elsewhere. */
  readonly owner: string;
  readonly start: number;
  /** The macro that makes it a test; absent for everything else. */
  readonly macro?: string;
}

export function extractDefinition(
  x: Extraction,
  node: number,
  around: Position,
  nested: NestedFunction | null = null,
): void {
  const isFunction = scopeKindOf(x, node) === 'function';
  if (x.construct[node] === construct['definition.macro'] && around.scope !== 0) {
    // A preprocessor knows no scopes.
    const everywhere = { ...around, parent: -1, part: flowPart.body, scope: 0 };
    extractDefinition(x, node, everywhere, nested);
    return;
  }
  const written = nameOf(x, node, nested);
  extractDecorators(x, headerParts(x, node, part.decorator), around, extractDefinition);
  const kind = isFunction ? statementKind.function : statementKind.class;
  const header = addStatement(x, node, headerEnd(x, node), around, kind, 0, lineAnchor(x, node, written.start));
  const isPath = x.traits.reopensClasses && !isFunction && nested === null && written.defines.includes('.');
  const last = written.defines.slice(written.defines.lastIndexOf('.') + 1);
  const naming = isPath ? { ...written, name: last, defines: last } : written;
  const position = isPath ? enterOuterClasses(x, written.defines, { header, start: written.start }, around) : around;
  const place: Place = { statement: header, scope: position.scope, bound: [], block: position.block };
  const scope = openScope(x, node, naming, header, position, nested);
  if (position.block !== null && naming.defines !== '' && !naming.defines.includes('.')) {
    declareName(position.block, naming.defines);
  }
  const block = position.block === null ? null : openInner(x, node, position.block, scope);
  declareGenerics(x, node, { statement: header, scope, bound: [], block });
  if (isFunction) {
    extractSignature(x, node, place, scope, block, nested?.elementsOf ?? -1);
  } else {
    extractBases(x, node, place, scope);
    extractComponents(x, node, place, scope, block);
  }
  for (const defined of namesMade(naming, nested, isFunction)) {
    x.facts.definition({
      kind: isFunction ? definitionKind.function : definitionKind.class,
      statement: header,
      scope: position.scope,
      name: x.facts.name(defined),
      start: naming.start,
      detail: scope,
    });
  }
  if (nested !== null && nested.title === null) defineInside(x, node, naming, { header, scope });
  extractNested(x, header, position, extractDefinition);
  const body = x.construct[node] === construct.block ? node : bodyOf(x, node);
  const value = childWithPart(x, node, part.value);
  const initializers = headerParts(x, node, part.initializer);
  if (body < 0 && value < 0 && initializers.length === 0) return;
  const inside: Position = {
    parent: header,
    part: flowPart.body,
    scope,
    depth: position.depth + 1,
    decorators: [],
    block,
    bound: [],
    outlet: isFunction ? { kind: 'return' } : null,
    breaks: null,
  };
  for (const initializer of initializers)
    extractStatement(x, initializer, { ...inside, outlet: null }, extractDefinition);
  if (body === node && x.construct[node] !== construct.block)
    for (const child of childrenOf(x, node)) extractStatement(x, child, inside, extractDefinition);
  else if (body === node) extractStatement(x, node, inside, extractDefinition);
  else if (body >= 0) for (const one of bodiesOf(x, node)) extractStatement(x, one, inside, extractDefinition);
  else if (isFunction && value >= 0) extractOutcome(x, value, inside, extractDefinition);
  if (block !== null && isFunction) x.facts.scopes[scope]!.declaredOuter.push(...assignedOuter(block));
}

/** The names a definition makes: a type written out in a `typedef` has its own name beside the one it is given. */
function namesMade({ name, defines }: Naming, nested: NestedFunction | null, isFunction: boolean): readonly string[] {
  const isRenamed = nested !== null && !isFunction && nested.path !== '' && name !== defines;
  return defines === '' ? [] : isRenamed ? [defines, name] : [defines];
}

/** The name of its own that a function in an expression has is known inside it. */
function defineInside(
  x: Extraction,
  node: number,
  { name, defines, start }: Naming,
  { header, scope }: { readonly header: number; readonly scope: number },
): void {
  if (name === defines || headerPart(x, node, part.name) < 0) return;
  const kind = x.facts.scopes[scope]!.kind === 'function' ? definitionKind.function : definitionKind.class;
  x.facts.definition({ kind, statement: header, scope, name: x.facts.name(name), start, detail: scope });
}

function nameOf(x: Extraction, node: number, nested: NestedFunction | null): Naming {
  const named = isOnlyBody(x, node) ? -1 : headerPart(x, node, part.name);
  const nameNode = named < 0 ? declaredName(x, childWithPart(x, node, part.target)) : named;
  const ownerNode = ownerOf(x, node);
  const owner = ownerNode < 0 ? '' : (typeText(x, ownerNode, 0) ?? textOf(x, ownerNode));
  const start = x.table.start[nameNode < 0 ? node : nameNode]!;
  const own = nameNode < 0 ? null : (pathOf(x, nameNode) ?? textOf(x, nameNode));
  if (nested !== null) {
    const assigned = nested.path.slice(nested.path.lastIndexOf('.') + 1);
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
  const isConstructor = name === owner.slice(owner.lastIndexOf('.') + 1) && x.traits.constructorName !== '';
  return { name: isConstructor ? x.traits.constructorName : name, defines: '', owner, start };
}

/** A test written with a macro (`TEST(Suite, adds) { … }`), which belongs to its suite. */
function testNaming(x: Extraction, node: number, macro: string, start: number): Naming {
  const list = headerPart(x, node, part.parameters);
  const given = list < 0 ? [] : [...childrenOf(x, list)].filter((child) => isNamedNode(x, child));
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
  const receiver = list < 0 ? undefined : [...childrenOf(x, list)].find((child) => isNamedNode(x, child));
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

function scopeKindOf(x: Extraction, node: number): 'function' | 'class' | 'namespace' {
  return scopeKinds.get(x.construct[node]!) ?? 'class';
}

function openScope(
  x: Extraction,
  node: number,
  naming: Naming,
  header: number,
  position: Position,
  nested: NestedFunction | null,
): number {
  const above = x.facts.scopes[position.scope]!;
  const { name, owner } = naming;
  const own = owner === '' || name === owner ? name : `${owner}.${name}`;
  return (
    x.facts.scopes.push({
      kind: scopeKindOf(x, node),
      name,
      qualifiedName: above.qualifiedName === '' ? own : `${above.qualifiedName}.${own}`,
      parent: position.scope,
      header,
      line: lineAt(x.lines, lineAnchor(x, node, naming.start)),
      endLine: lineAt(x.lines, Math.max(x.table.start[node]!, x.table.end[node]! - 1)),
      parameters: [],
      decorators: [
        ...decoratorsOf(x, node, position.decorators),
        ...(nested?.title == null ? [] : [nested.testFunction]),
        ...(naming.macro === undefined ? [] : [naming.macro]),
      ],
      bases: [],
      owner,
      hasBody: headerPart(x, node, part.body) >= 0,
      resultType: resultType(x, node),
      declaredGlobal: [],
      declaredOuter: [],
    }) - 1
  );
}

/** The block inside: of a function with its receiver, of a class with its members. */
function openInner(x: Extraction, node: number, around: Block, scope: number): Block {
  if (x.facts.scopes[scope]!.kind === 'namespace') return openNamespace(around);
  if (x.facts.scopes[scope]!.kind === 'class') {
    return openClass(around, x.traits.classScopeIsVisible ? memberNames(x, node) : new Set());
  }
  return openFunction(around, hasImplicitReceiver(x, node, scope) ? x.traits.implicitReceiver : '');
}

function extractBases(x: Extraction, node: number, place: Place, scope: number): void {
  if (isOnlyBody(x, node)) {
    // It inherits from what the object is made of.
    const made = typeText(x, Math.max(0, childWithPart(x, x.table.parent[node]!, part.function)), 0);
    if (made !== null) x.facts.scopes[scope]!.bases.push(made);
    return;
  }
  for (const list of headerParts(x, node, part.bases)) {
    for (const base of pathOf(x, list) === null ? childrenOf(x, list) : [list]) {
      if (!isNamedNode(x, base) || x.construct[base] === construct.skip) continue;
      extractExpression(x, base, place);
      x.facts.scopes[scope]!.bases.push(...basePaths(x, base));
    }
  }
}
