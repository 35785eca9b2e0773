/**
 * Statements in source order, with the part each plays in the one around it. Compound statements are recorded as their
 * headers; what their headers read and define belongs to them. A text the parser could not read is searched for whole
 * statements and otherwise passed over.
 */
import { type FlowPart, flowPart, type StatementKind, statementFlag, statementKind } from '../core/graph/fileFacts.ts';
import { lineAt } from '../core/text/lineIndex.ts';
import { construct, part } from './captureVocabulary.ts';
import { extractExpression } from './expressions.ts';
import { childrenOf, type Extraction, isNamedNode, type Place, textOf } from './extraction.ts';
import { extractImport } from './imports.ts';

/** Where a statement stands. */
export interface Position {
  /** The statement around it; -1 at the top of a file. */
  readonly parent: number;
  readonly part: FlowPart;
  readonly scope: number;
  readonly depth: number;
  /** Decorators waiting for the definition they stand above. */
  readonly decorators: readonly number[];
}

/** How a definition is extracted; handed in, because definitions hold statements in turn. */
export type ExtractDefinition = (x: Extraction, node: number, position: Position) => void;

const deepest = 200;

/** Which construct makes which kind of statement; compound ones hold others. */
const compound = new Map<number, StatementKind>([
  [construct.branch, statementKind.branch],
  [construct.loop, statementKind.loop],
  [construct['loop.endless'], statementKind.loop],
  [construct.try, statementKind.try],
  [construct.handler, statementKind.handler],
  [construct.region, statementKind.region],
  [construct.switch, statementKind.switch],
  [construct.case, statementKind.case],
  [construct['case.default'], statementKind.case],
]);
const simple = new Map<number, StatementKind>([
  [construct.statement, statementKind.simple],
  [construct.deletion, statementKind.simple],
  [construct['declaration.global'], statementKind.simple],
  [construct['declaration.outer'], statementKind.simple],
  [construct['import.module'], statementKind.simple],
  [construct['import.names'], statementKind.simple],
  [construct['exit.return'], statementKind.return],
  [construct['exit.raise'], statementKind.raise],
  [construct['exit.break'], statementKind.break],
  [construct['exit.continue'], statementKind.continue],
]);
/** The part of a compound statement that a child with this capture belongs to. */
const flowParts = new Map<number, FlowPart>([
  [part.body, flowPart.body],
  [part.consequence, flowPart.consequence],
  [part.alternative, flowPart.alternative],
  [part.else, flowPart.else],
  [part.finally, flowPart.finally],
]);

export function extractStatement(x: Extraction, node: number, position: Position, define: ExtractDefinition): void {
  if (position.depth > deepest) return;
  const what = x.construct[node]!;
  const simpleKind = simple.get(what);
  const compoundKind = compound.get(what);
  if (what === construct['definition.function'] || what === construct['definition.class']) define(x, node, position);
  else if (simpleKind !== undefined) extractSimple(x, node, position, simpleKind);
  else if (compoundKind !== undefined) extractCompound(x, node, position, compoundKind, define);
  else if (what === construct.wrapper) extractWrapper(x, node, position, define);
  else if (what !== construct.skip) extractInside(x, node, position, define);
}

/** A block, or something the parser could not make sense of: the statements in it. */
function extractInside(x: Extraction, node: number, position: Position, define: ExtractDefinition): void {
  const below = { ...position, depth: position.depth + 1, decorators: [] };
  for (const child of childrenOf(x, node)) if (isNamedNode(x, child)) extractStatement(x, child, below, define);
}

function extractSimple(x: Extraction, node: number, position: Position, kind: StatementKind): void {
  const statement = addStatement(x, node, x.table.end[node]!, position, kind, 0);
  const place: Place = { statement, scope: position.scope, bound: [] };
  switch (x.construct[node]) {
    case construct['import.module']:
    case construct['import.names']:
      extractImport(x, node, place);
      break;
    case construct['declaration.global']:
    case construct['declaration.outer']:
      declare(x, node, position);
      break;
    default: {
      const access = x.construct[node] === construct.deletion ? 'delete' : 'read';
      for (const child of childrenOf(x, node)) if (isNamedNode(x, child)) extractExpression(x, child, place, access);
    }
  }
}

function declare(x: Extraction, node: number, position: Position): void {
  const scope = x.facts.scopes[position.scope]!;
  const isGlobal = x.construct[node] === construct['declaration.global'];
  for (const child of childrenOf(x, node)) {
    if (x.construct[child] !== construct['reference.name']) continue;
    (isGlobal ? scope.declaredGlobal : scope.declaredOuter).push(textOf(x, child));
  }
}

function extractCompound(
  x: Extraction,
  node: number,
  position: Position,
  kind: StatementKind,
  define: ExtractDefinition,
): void {
  const what = x.construct[node];
  const endless = what === construct['loop.endless'] ? statementFlag.endless : 0;
  const flags = what === construct['case.default'] ? statementFlag.catchAll : endless;
  const statement = addStatement(x, node, headerEnd(x, node), position, kind, flags);
  const place: Place = { statement, scope: position.scope, bound: [] };
  const held: [node: number, part: FlowPart][] = [];
  for (const child of childrenOf(x, node)) {
    if (!isNamedNode(x, child)) continue;
    const inFlow = heldPart(x, child);
    if (inFlow === null) extractExpression(x, child, place);
    else held.push([child, inFlow]);
  }
  for (const [child, inFlow] of held) {
    // What a switch holds are its cases, whether or not a block stands between.
    const held = kind === statementKind.switch ? flowPart.case : inFlow;
    extractStatement(x, child, { ...position, parent: statement, part: held, depth: position.depth + 1 }, define);
  }
}

/** The part a child plays in the flow of a compound statement, or `null` for what belongs to its header. */
function heldPart(x: Extraction, child: number): FlowPart | null {
  const named = flowParts.get(x.part[child]!);
  if (named !== undefined) return named;
  const what = x.construct[child];
  if (what === construct.handler) return flowPart.handler;
  if (what === construct.case || what === construct['case.default']) return flowPart.case;
  return what === construct.block ? flowPart.body : null;
}

function extractWrapper(x: Extraction, node: number, position: Position, define: ExtractDefinition): void {
  const decorators = [...childrenOf(x, node)].filter((child) => x.part[child] === part.decorator);
  for (const child of childrenOf(x, node)) {
    if (isNamedNode(x, child))
      extractStatement(x, child, { ...position, depth: position.depth + 1, decorators }, define);
  }
}

/** The header of a compound statement or definition ends where its first held part begins. */
export function headerEnd(x: Extraction, node: number): number {
  let end = x.table.start[node]!;
  for (const child of childrenOf(x, node)) {
    if (x.construct[child] === construct.skip) continue;
    if (heldPart(x, child) !== null) break;
    end = x.table.end[child]!;
  }
  return end;
}

export function addStatement(
  x: Extraction,
  node: number,
  end: number,
  position: Position,
  kind: StatementKind,
  flags: number,
): number {
  const start = x.table.start[node]!;
  return x.facts.statement({
    kind,
    part: position.part,
    flags,
    parent: position.parent,
    scope: position.scope,
    line: lineAt(x.lines, start),
    endLine: lineAt(x.lines, Math.max(start, end - 1)),
  });
}
