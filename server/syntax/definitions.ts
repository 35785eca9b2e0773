/** Functions, classes and their like: the header statement, the scope it opens, and the names it makes. */

import { lastSegment } from '../core/graph/accessPaths.ts';
import { definitionKind, flowPart, statementKind } from '../core/graph/fileFacts.ts';
import { lineAt } from '../core/text/lineIndex.ts';
import { addStatement } from './addStatement.ts';
import { construct, part } from './captureVocabulary.ts';
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
import { type Naming, nameOf, namesMade, scopeKindOf } from './definitionNames.ts';
import { extractExpression } from './expressions.ts';
import {
  childrenOf,
  childWithPart,
  type Extraction,
  isNamedNode,
  type NestedFunction,
  type Place,
  pathOf,
  typeText,
} from './extraction.ts';
import { declareGenerics } from './generics.ts';
import { headerEnd } from './heldParts.ts';
import { assignedOuter, type Block, declareName, openClass, openFunction, openNamespace } from './localNames.ts';
import { enterOuterClasses } from './outerClasses.ts';
import type { Position } from './position.ts';
import { extractComponents, extractSignature, hasImplicitReceiver, resultType } from './signatures.ts';
import { extractDecorators, extractNested, extractOutcome, extractStatement } from './statements.ts';
import { noteFieldTypes } from './writtenTypes.ts';

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
  const last = lastSegment(written.defines);
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
    noteFieldTypes(x, node, scope);
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
