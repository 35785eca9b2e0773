/** Functions and classes: their header statement, the scope they open, and the names they make. */
import { definitionKind, flowPart, statementKind } from '../core/graph/fileFacts.ts';
import { lineAt } from '../core/text/lineIndex.ts';
import { construct, part } from './captureVocabulary.ts';
import { extractExpression } from './expressions.ts';
import { childrenOf, childWithPart, type Extraction, isNamedNode, type Place, pathOf, textOf } from './extraction.ts';
import { extractParameters } from './innerScopes.ts';
import { addStatement, extractStatement, headerEnd, type Position } from './statements.ts';

export function extractDefinition(x: Extraction, node: number, position: Position): void {
  const isClass = x.construct[node] === construct['definition.class'];
  const nameNode = childWithPart(x, node, part.name);
  const body = childWithPart(x, node, part.body);
  if (nameNode < 0) return;
  const kind = isClass ? statementKind.class : statementKind.function;
  const header = addStatement(x, node, headerEnd(x, node), position, kind, 0);
  const place: Place = { statement: header, scope: position.scope, bound: [] };
  const scope = openScope(x, node, textOf(x, nameNode), header, position);
  if (isClass) extractBases(x, node, place, scope);
  else extractSignature(x, node, place, scope);
  x.facts.definition({
    kind: isClass ? definitionKind.class : definitionKind.function,
    statement: header,
    scope: position.scope,
    name: x.facts.name(textOf(x, nameNode)),
    start: x.table.start[nameNode]!,
    detail: scope,
  });
  if (body < 0) return;
  const inside = { parent: header, part: flowPart.body, scope, depth: position.depth + 1, decorators: [] };
  extractStatement(x, body, inside, extractDefinition);
}

function openScope(x: Extraction, node: number, name: string, header: number, position: Position): number {
  const above = x.facts.scopes[position.scope]!;
  return (
    x.facts.scopes.push({
      kind: x.construct[node] === construct['definition.class'] ? 'class' : 'function',
      name,
      qualifiedName: above.qualifiedName === '' ? name : `${above.qualifiedName}.${name}`,
      parent: position.scope,
      header,
      line: lineAt(x.lines, x.table.start[node]!),
      endLine: lineAt(x.lines, Math.max(x.table.start[node]!, x.table.end[node]! - 1)),
      parameters: [],
      decorators: position.decorators.map((decorator) => decoratorPath(x, decorator)),
      bases: [],
      owner: '',
      resultType: '',
      declaredGlobal: [],
      declaredOuter: [],
    }) - 1
  );
}

/** The path of a decorator, without the arguments it is made with. */
function decoratorPath(x: Extraction, decorator: number): string {
  const value = childWithPart(x, decorator, part.value);
  if (value < 0) return '';
  const callee = childWithPart(x, value, part.function);
  return pathOf(x, callee < 0 ? value : callee) ?? '';
}

function extractBases(x: Extraction, node: number, place: Place, scope: number): void {
  const list = childWithPart(x, node, part.bases);
  if (list < 0) return;
  for (const base of childrenOf(x, list)) {
    if (!isNamedNode(x, base)) continue;
    extractExpression(x, base, place);
    x.facts.scopes[scope]!.bases.push(...basePaths(x, base));
  }
}

/** A base is a path, or what a call that makes bases is given after its first argument. */
function basePaths(x: Extraction, base: number): readonly string[] {
  const path = pathOf(x, base);
  if (path !== null) return [path];
  const maker = pathOf(x, Math.max(0, childWithPart(x, base, part.function)));
  if (maker === null || !x.traits.baseMakers.has(maker.slice(maker.lastIndexOf('.') + 1))) return [];
  const list = childWithPart(x, base, part.arguments);
  const given = list < 0 ? [] : [...childrenOf(x, list)].filter((child) => isNamedNode(x, child));
  return given.slice(1).flatMap((child) => pathOf(x, child) ?? []);
}

function extractSignature(x: Extraction, node: number, place: Place, scope: number): void {
  const list = childWithPart(x, node, part.parameters);
  if (list < 0) return;
  extractParameters(x, list, place, 0).forEach(({ facts, start, type }, index) => {
    x.facts.scopes[scope]!.parameters.push(facts);
    x.facts.definition({
      kind: definitionKind.parameter,
      statement: place.statement,
      scope,
      name: x.facts.name(facts.name),
      start,
      detail: index,
      type,
    });
  });
}
