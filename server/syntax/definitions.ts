/** Functions, classes and their like: the header statement, the scope it opens, and the names it makes. */
import { definitionKind, flowPart, pathValue, statementKind } from '../core/graph/fileFacts.ts';
import { lineAt } from '../core/text/lineIndex.ts';
import { construct, part } from './captureVocabulary.ts';
import {
  basePaths,
  bodyOf,
  decoratorsOf,
  headerPart,
  headerParts,
  isOnlyBody,
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
import { extractParameters } from './innerScopes.ts';
import { assignedOuter, type Block, declareName, openClass, openFunction } from './localNames.ts';
import type { Position } from './position.ts';
import { addStatement, extractNested, extractOutcome, extractStatement, headerEnd } from './statements.ts';

/** What a definition is called: by itself, and in the scope it stands in. */
interface Naming {
  readonly name: string;
  /** The path it defines where it stands; empty where it makes no name there. */
  readonly defines: string;
  /** The type it belongs to, where that is written elsewhere. */
  readonly owner: string;
  readonly start: number;
}

export function extractDefinition(
  x: Extraction,
  node: number,
  position: Position,
  nested: NestedFunction | null = null,
): void {
  const isFunction = scopeKindOf(x, node) === 'function';
  const naming = nameOf(x, node, nested);
  const kind = isFunction ? statementKind.function : statementKind.class;
  const header = addStatement(x, node, headerEnd(x, node), position, kind, 0, lineAnchor(x, node, naming));
  const place: Place = { statement: header, scope: position.scope, bound: [], block: position.block };
  const scope = openScope(x, node, naming, header, position, nested);
  if (position.block !== null && naming.defines !== '' && !naming.defines.includes('.')) {
    declareName(position.block, naming.defines);
  }
  const block = position.block === null ? null : openInner(x, node, position.block, scope);
  if (isFunction) extractSignature(x, node, place, scope, block);
  else {
    extractBases(x, node, place, scope);
    extractComponents(x, node, place, scope, block);
  }
  if (naming.defines !== '') {
    x.facts.definition({
      kind: isFunction ? definitionKind.function : definitionKind.class,
      statement: header,
      scope: position.scope,
      name: x.facts.name(naming.defines),
      start: naming.start,
      detail: scope,
    });
  }
  extractNested(x, header, position, extractDefinition);
  const body = bodyOf(x, node);
  const value = childWithPart(x, node, part.value);
  if (body < 0 && value < 0) return;
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
  if (body === node) for (const child of childrenOf(x, node)) extractStatement(x, child, inside, extractDefinition);
  else if (body >= 0) extractStatement(x, body, inside, extractDefinition);
  else if (isFunction) extractOutcome(x, value, inside, extractDefinition);
  if (block !== null && isFunction) x.facts.scopes[scope]!.declaredOuter.push(...assignedOuter(block));
}

function nameOf(x: Extraction, node: number, nested: NestedFunction | null): Naming {
  const nameNode = isOnlyBody(x, node) ? -1 : headerPart(x, node, part.name);
  const ownerNode = headerPart(x, node, part.owner);
  const owner = ownerNode < 0 ? '' : (typeText(x, ownerNode, 0) ?? textOf(x, ownerNode));
  const start = x.table.start[nameNode < 0 ? node : nameNode]!;
  const own = nameNode < 0 ? null : (pathOf(x, nameNode) ?? textOf(x, nameNode));
  if (nested !== null) {
    const assigned = nested.path.slice(nested.path.lastIndexOf('.') + 1);
    const fallback = anonymousName(x, node);
    const name = nested.title ?? own ?? (assigned === '' ? fallback : assigned);
    // Where statements are expressions, a definition in one makes its name as any other.
    const alone = x.traits.expressionStatements && own !== null && nested.title === null ? own : fallback;
    return { name, defines: nested.path === '' ? alone : nested.path, owner, start };
  }
  if (x.construct[node] === construct['definition.extension']) {
    return { name: owner === '' ? anonymousName(x, node) : owner, defines: '', owner, start };
  }
  const name = own ?? anonymousName(x, node);
  const isConstructor = x.construct[node] === construct['definition.constructor'];
  return { name, defines: isConstructor ? x.traits.constructorName : owner === '' ? name : '', owner, start };
}

/** Where a header begins to be read: at its name, where annotations stand above it. */
function lineAnchor(x: Extraction, node: number, { start }: Naming): number {
  return headerParts(x, node, part.modifier).length > 0 ? start : x.table.start[node]!;
}

/** A lambda comes here only where a test is one. */
const scopeKinds = new Map<number, 'function' | 'namespace'>([
  [construct['definition.function'], 'function'],
  [construct['definition.constructor'], 'function'],
  [construct['definition.lambda'], 'function'],
  [construct['definition.namespace'], 'namespace'],
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
  const result = headerPart(x, node, part.result);
  return (
    x.facts.scopes.push({
      kind: scopeKindOf(x, node),
      name,
      qualifiedName: above.qualifiedName === '' ? own : `${above.qualifiedName}.${own}`,
      parent: position.scope,
      header,
      line: lineAt(x.lines, lineAnchor(x, node, naming)),
      endLine: lineAt(x.lines, Math.max(x.table.start[node]!, x.table.end[node]! - 1)),
      parameters: [],
      decorators: [
        ...decoratorsOf(x, node, position.decorators),
        ...(nested?.title == null ? [] : [nested.testFunction]),
      ],
      bases: [],
      owner,
      resultType: result < 0 ? '' : (typeText(x, result, 0) ?? ''),
      declaredGlobal: [],
      declaredOuter: [],
    }) - 1
  );
}

/** The block inside: of a function with its receiver, of a class with its members. */
function openInner(x: Extraction, node: number, around: Block, scope: number): Block {
  if (x.facts.scopes[scope]!.kind !== 'function') {
    return openClass(around, x.traits.classScopeIsVisible ? memberNames(x, node) : new Set());
  }
  return openFunction(around, hasImplicitReceiver(x, scope) ? x.traits.implicitReceiver : '');
}

function hasImplicitReceiver(x: Extraction, scope: number): boolean {
  const { parent, owner, decorators } = x.facts.scopes[scope]!;
  if (x.traits.implicitReceiver === '' || decorators.some((one) => x.traits.receiverless.has(one))) return false;
  return owner !== '' || x.facts.scopes[parent]!.kind === 'class';
}

function extractBases(x: Extraction, node: number, place: Place, scope: number): void {
  if (isOnlyBody(x, node)) {
    // It inherits from what the object is made of.
    const made = typeText(x, Math.max(0, childWithPart(x, x.table.parent[node]!, part.function)), 0);
    if (made !== null) x.facts.scopes[scope]!.bases.push(made);
    return;
  }
  for (const list of headerParts(x, node, part.bases)) {
    for (const base of childrenOf(x, list)) {
      if (!isNamedNode(x, base) || x.construct[base] === construct.skip) continue;
      extractExpression(x, base, place);
      x.facts.scopes[scope]!.bases.push(...basePaths(x, base));
    }
  }
}

/** What a class is declared with in its header is a variable of its objects: the components of a record. */
function extractComponents(x: Extraction, node: number, place: Place, scope: number, block: Block | null): void {
  if (isOnlyBody(x, node)) return;
  for (const list of headerParts(x, node, part.parameters)) {
    for (const { facts, start, type } of extractParameters(x, list, place, 0)) {
      if (block !== null) declareName(block, facts.name);
      const name = x.facts.name(facts.name);
      x.facts.definition({ kind: definitionKind.assignment, statement: place.statement, scope, name, start, type });
    }
  }
}

/** Parameters, the receiver first: the implicit one, or the one of a list of its own. */
function extractSignature(x: Extraction, node: number, place: Place, scope: number, block: Block | null): void {
  const { parameters } = x.facts.scopes[scope]!;
  const define = (name: string, start: number, type: number) => {
    if (block !== null) declareName(block, name);
    x.facts.definition({
      kind: definitionKind.parameter,
      statement: place.statement,
      scope,
      name: x.facts.name(name),
      start,
      detail: parameters.length - 1,
      type,
    });
  };
  if (hasImplicitReceiver(x, scope)) {
    parameters.push({ name: x.traits.implicitReceiver, kind: 'positional', hasDefault: false });
    define(x.traits.implicitReceiver, x.table.start[node]!, -1);
  }
  const receiver = headerPart(x, node, part.receiver);
  // A function with an object of its own that is no class's: it hides the one around it.
  if (receiver >= 0 && !isNamedNode(x, receiver) && !hasImplicitReceiver(x, scope)) {
    x.facts.definition({
      kind: definitionKind.parameter,
      statement: place.statement,
      scope,
      name: x.facts.name(x.traits.implicitReceiver),
      start: x.table.start[receiver]!,
    });
  }
  for (const list of [receiver, headerPart(x, node, part.parameters)]) {
    if (list < 0) continue;
    for (const { facts, start, type, isMember } of extractParameters(x, list, place, 0)) {
      parameters.push(facts);
      define(facts.name, start, type);
      if (isMember) keep(facts.name, start, type);
    }
  }

  /** A parameter that is stored in the object at once. */
  function keep(parameter: string, start: number, type: number): void {
    const { statement } = place;
    const name = x.facts.name(`${x.traits.implicitReceiver}.${parameter.replace(/^\W+/, '')}`);
    const value = pathValue(x.facts.name(parameter));
    x.facts.definition({ kind: definitionKind.assignment, statement, scope, name, start, value, type });
  }
}
