/**
 * Statements in source order, with the part each plays in the one around it. Compound statements are recorded as their
 * headers; what their headers read and define belongs to them. A text the parser could not read is searched for whole
 * statements and otherwise passed over.
 */
import { type FlowPart, flowPart, type StatementKind, statementFlag, statementKind } from '../core/graph/fileFacts.ts';
import { lineAt } from '../core/text/lineIndex.ts';
import { construct, part } from './captureVocabulary.ts';
import { extractExpression } from './expressions.ts';
import {
  childrenOf,
  childWithPart,
  type Extraction,
  isNamedNode,
  type NestedFunction,
  type Place,
  pathOf,
  textOf,
} from './extraction.ts';
import { extractImport } from './imports.ts';
import { type Block, declareName, openBlock } from './localNames.ts';

/** Where a statement stands. */
export interface Position {
  /** The statement around it; -1 at the top of a file. */
  readonly parent: number;
  readonly part: FlowPart;
  readonly scope: number;
  readonly depth: number;
  /** Decorators waiting for the definition they stand above. */
  readonly decorators: readonly number[];
  /** The block around it; `null` in languages without declarations. */
  readonly block: Block | null;
}

/** How a definition is extracted; handed in, because definitions hold statements in turn. */
export type ExtractDefinition = (
  x: Extraction,
  node: number,
  position: Position,
  nested?: NestedFunction | null,
) => void;

const deepest = 200;

/** Which construct makes which kind of statement; compound ones hold others. */
const compound = new Map<number, StatementKind>([
  [construct.branch, statementKind.branch],
  [construct.loop, statementKind.loop],
  [construct['loop.endless'], statementKind.loop],
  [construct['loop.testsLast'], statementKind.loop],
  [construct.try, statementKind.try],
  [construct.handler, statementKind.handler],
  [construct.region, statementKind.region],
  [construct.switch, statementKind.switch],
  [construct['switch.breakable'], statementKind.switch],
  [construct.case, statementKind.case],
  [construct['case.default'], statementKind.case],
  [construct['case.through'], statementKind.case],
  [construct['case.through.default'], statementKind.case],
  [construct.label, statementKind.label],
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
  [construct['exit.goto'], statementKind.goto],
  [construct['declaration.package'], statementKind.simple],
  [construct.assignment, statementKind.simple],
  [construct.update, statementKind.simple],
  [construct.declaration, statementKind.simple],
  [construct['declaration.hoisted'], statementKind.simple],
  [construct['reference.call'], statementKind.simple],
]);
/** Constructs that open a scope and hold statements. */
const definitions: ReadonlySet<number> = new Set([
  construct['definition.function'],
  construct['definition.class'],
  construct['definition.extension'],
  construct['definition.namespace'],
]);
const flagsByConstruct = new Map<number, number>([
  [construct['loop.endless'], statementFlag.endless],
  [construct['loop.testsLast'], statementFlag.testsLast],
  [construct['switch.breakable'], statementFlag.endsByBreak],
  [construct['case.default'], statementFlag.catchAll],
  [construct['case.through'], statementFlag.fallsThrough],
  [construct['case.through.default'], statementFlag.catchAll | statementFlag.fallsThrough],
]);
/** The part of a compound statement that a child with this capture belongs to. */
const flowParts = new Map<number, FlowPart>([
  [part.body, flowPart.body],
  [part.consequence, flowPart.consequence],
  [part.alternative, flowPart.alternative],
  [part.else, flowPart.else],
  [part.finally, flowPart.finally],
  [part.initializer, flowPart.initializer],
  [part.step, flowPart.step],
]);

export function extractStatement(x: Extraction, node: number, position: Position, define: ExtractDefinition): void {
  if (position.depth > deepest) return;
  const what = x.construct[node]!;
  const simpleKind = simple.get(what);
  const compoundKind = compound.get(what);
  if (definitions.has(what)) define(x, node, position);
  else if (simpleKind !== undefined) extractSimple(x, node, position, simpleKind, define);
  else if (compoundKind !== undefined) extractCompound(x, node, position, compoundKind, define);
  else if (what === construct.wrapper) extractWrapper(x, node, position, define);
  else if (what !== construct.skip) extractInside(x, node, position, define);
}

/** A block, or something the parser could not make sense of: the statements in it. */
function extractInside(x: Extraction, node: number, position: Position, define: ExtractDefinition): void {
  const block =
    position.block !== null && x.construct[node] === construct.block ? openBlock(position.block) : position.block;
  const below = { ...position, block, depth: position.depth + 1, decorators: [] };
  for (const child of childrenOf(x, node)) if (isNamedNode(x, child)) extractStatement(x, child, below, define);
}

function extractSimple(
  x: Extraction,
  node: number,
  position: Position,
  kind: StatementKind,
  define: ExtractDefinition,
): void {
  const statement = addStatement(x, node, x.table.end[node]!, position, kind, 0);
  const place: Place = { statement, scope: position.scope, bound: [], block: position.block };
  switch (x.construct[node]) {
    case construct['import.module']:
    case construct['import.names']:
      extractImport(x, node, place);
      break;
    case construct['declaration.global']:
    case construct['declaration.outer']:
      declare(x, node, position);
      break;
    case construct['declaration.package']:
      x.facts.module = packageName(x, node);
      break;
    case construct.statement:
    case construct.deletion:
    case construct['exit.return']:
    case construct['exit.raise']: {
      const access = x.construct[node] === construct.deletion ? 'delete' : 'read';
      for (const child of childrenOf(x, node)) if (isNamedNode(x, child)) extractExpression(x, child, place, access);
      break;
    }
    case construct['exit.break']:
    case construct['exit.continue']:
    case construct['exit.goto']:
      for (const child of childrenOf(x, node))
        if (isNamedNode(x, child) && x.part[child] !== part.label) extractExpression(x, child, place);
      break;
    default:
      // An expression that stands where a statement may: the step of a loop, for instance.
      extractExpression(x, node, place);
  }
  extractNested(x, statement, position, define);
}

/** The functions met in the expressions of a statement; they run before it. */
export function extractNested(x: Extraction, statement: number, position: Position, define: ExtractDefinition): void {
  const inside = { ...position, parent: statement, part: flowPart.nested, depth: position.depth + 1, decorators: [] };
  // Invariant: statements are in source order.
  for (const nested of x.pending.splice(0).sort((a, b) => a.node - b.node))
    define(x, nested.node, { ...inside, block: nested.block }, nested);
}

function packageName(x: Extraction, node: number): string {
  const name = childWithPart(x, node, part.name);
  return name < 0 ? '' : (pathOf(x, name) ?? textOf(x, name));
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
  const flags = flagsByConstruct.get(x.construct[node]!) ?? 0;
  // What tests last has its condition on its last line.
  const end = flags === statementFlag.testsLast ? x.table.end[node]! : headerEnd(x, node);
  const statement = addStatement(x, node, end, position, kind, flags);
  const block = position.block === null ? null : openBlock(position.block);
  const place: Place = { statement, scope: position.scope, bound: [], block };
  const headers: number[] = [];
  const held: [node: number, part: FlowPart][] = [];
  for (const child of childrenOf(x, node)) {
    if (!isNamedNode(x, child) || x.part[child] === part.label) continue;
    const inFlow = heldPart(x, child);
    if (inFlow === null) headers.push(child);
    else held.push([child, inFlow]);
  }
  // What a loop begins with is declared before its condition reads it.
  const inside = { ...position, block, parent: statement, depth: position.depth + 1, decorators: [] };
  const isFirst = (inFlow: FlowPart) => inFlow === flowPart.initializer;
  if (block !== null) for (const [child, inFlow] of held) if (isFirst(inFlow)) declareAhead(x, child, block);
  for (const child of headers) extractExpression(x, child, place);
  extractNested(x, statement, { ...position, block }, define);
  for (const [child, inFlow] of held) {
    // What a switch holds are its cases, whether or not a block stands between.
    const held = kind === statementKind.switch ? flowPart.case : inFlow;
    extractStatement(x, child, { ...inside, part: held }, define);
  }
}

/** The part a child plays in the flow of a compound statement, or `null` for what belongs to its header. */
function heldPart(x: Extraction, child: number): FlowPart | null {
  const named = flowParts.get(x.part[child]!);
  if (named !== undefined) return named;
  const what = x.construct[child];
  if (what === construct.handler) return flowPart.handler;
  if (compound.get(what!) === statementKind.case) return flowPart.case;
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
  start: number = x.table.start[node]!,
): number {
  return x.facts.statement({
    kind,
    part: position.part,
    flags,
    parent: position.parent,
    scope: position.scope,
    line: lineAt(x.lines, start),
    endLine: lineAt(x.lines, Math.max(start, end - 1)),
    label: labelOf(x, node),
  });
}

/** The label a statement makes or jumps to, as a name; -1 where there is none. */
function labelOf(x: Extraction, node: number): number {
  const label = childWithPart(x, node, part.label);
  return label < 0 ? -1 : x.facts.name(textOf(x, label));
}

/** Declares the plain variables a loop begins with, ahead of the statement that makes them. */
function declareAhead(x: Extraction, node: number, block: Block): void {
  for (let inner = node; inner < x.table.after[node]!; inner++) {
    const isDeclared = x.construct[inner] === construct.declaration;
    const target = isDeclared ? childWithPart(x, inner, part.target) : -1;
    if (target >= 0 && x.construct[target] === construct['reference.name']) declareName(block, textOf(x, target));
  }
}
