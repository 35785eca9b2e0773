/**
 * Statements in source order, with the part each plays in the one around it. Compound statements are recorded as their
 * headers; what their headers read and define belongs to them. A text the parser could not read is searched for whole
 * statements and otherwise passed over.
 */
import {
  definitionKind,
  type FlowPart,
  flowPart,
  type StatementKind,
  statementFlag,
  statementKind,
} from '../core/graph/fileFacts.ts';
import { addStatement, labelOf } from './addStatement.ts';
import { wholeValue } from './assignments.ts';
import { readBlockObject } from './calls.ts';
import { construct, part } from './captureVocabulary.ts';
import { declareAhead, declareElsewhere, defineVariant, isNamespaceAmongOthers, packageName } from './declarations.ts';
import { addBases } from './definitionHeader.ts';
import { extractExpression } from './expressions.ts';
import {
  childrenOf,
  childWithPart,
  type Extraction,
  isNamedNode,
  namedChildren,
  type Place,
  passing,
  textOf,
  throughWrappers,
} from './extraction.ts';
import { extractHeaded, isHeading } from './headedBlocks.ts';
import { barePart, headerEnd, heldPart, partIn, readFirst } from './heldParts.ts';
import { extractImport } from './imports.ts';
import { extractImportTree } from './importTrees.ts';
import { openBlock } from './localNames.ts';
import { extractPathImport } from './pathImports.ts';
import { type ExtractDefinition, type Outlet, outletOfBreak, type Position } from './position.ts';
import { compound, definitions, flagsByConstruct, simple, standsAlone } from './statementConstructs.ts';
import { keepSubject, readSubject } from './switchSubjects.ts';

const deepest = 200;

export function extractStatement(x: Extraction, node: number, position: Position, define: ExtractDefinition): void {
  if (position.depth > deepest) return;
  const what = x.construct[node]!;
  const simpleKind = simple.get(what);
  const compoundKind = compound.get(what);
  if (definitions.has(what) || isNamespaceAmongOthers(x, node)) define(x, node, position);
  else if (simpleKind !== undefined) extractSimple(x, node, position, simpleKind, define);
  else if (compoundKind !== undefined) extractCompound(x, node, position, compoundKind, define);
  else if (what === construct.wrapper) extractWrapper(x, node, position, define);
  else if (x.traits.expressionStatements && what !== construct.block && what !== construct.skip) {
    if (position.outlet !== null) extractOutcome(x, node, position, define);
    else extractSimple(x, node, position, statementKind.simple, define);
  } else if (what !== construct.skip) extractInside(x, node, position, define);
}

/** A block, or something the parser could not make sense of: the statements in it. */
function extractInside(x: Extraction, node: number, position: Position, define: ExtractDefinition): void {
  const block =
    position.block !== null && x.construct[node] === construct.block ? openBlock(position.block) : position.block;
  const below = { ...position, block, depth: position.depth + 1, outlet: null };
  let { decorators } = position;
  const children = namedChildren(x, node);
  const last = children.findLast((child) => x.construct[child] !== construct.skip);
  for (let at = 0; at < children.length; at++) {
    const child = children[at]!;
    const next = children[at + 1];
    if (x.part[child] === part.decorator) {
      extractDecorators(x, [child], below, define);
      decorators = [...decorators, child];
    } else if (next !== undefined && x.construct[next] === construct.block && isHeading(x, child)) {
      extractHeaded(x, child, next, { ...below, decorators }, define, (inside) => {
        extractStatement(x, next, inside, define);
      });
      at++;
    } else if (x.part[child] === part.outcome && child === last)
      extractOutcome(x, child, { ...below, outlet: position.outlet }, define);
    else if (x.construct[child] !== construct.skip) {
      const outlet = compound.get(x.construct[child]!) === statementKind.case ? position.outlet : null;
      const isPlain = outlet === null && decorators === below.decorators;
      extractStatement(x, child, isPlain ? below : { ...below, decorators, outlet }, define);
      decorators = position.decorators;
    }
  }
}

/** An expression whose value a block or an arm gives. */
export function extractOutcome(x: Extraction, node: number, position: Position, define: ExtractDefinition): void {
  if (standsAlone(x.construct[node]!)) {
    extractStatement(x, node, { ...position, decorators: [] }, define);
    return;
  }
  const kind = position.outlet?.kind === 'return' ? statementKind.return : statementKind.simple;
  const statement = addStatement(x, node, x.table.end[node]!, position, kind, 0);
  const { scope, bound, block } = position;
  const place: Place = { statement, scope, bound, block };
  extractExpression(x, node, place);
  giveValue(x, node, place, position.outlet);
  extractNested(x, statement, position, define);
}

/** Keeps the value of an expression, just extracted, for the statement around that waits for it. */
function giveValue(x: Extraction, node: number, place: Place, outlet: Outlet | null): void {
  if (outlet?.kind !== 'name') return;
  const { statement, scope } = place;
  const start = x.table.start[node]!;
  const value = wholeValue(x, node, place);
  x.facts.definition({ kind: definitionKind.assignment, statement, scope, name: outlet.name, start, value });
}

function extractSimple(
  x: Extraction,
  node: number,
  position: Position,
  kind: StatementKind,
  define: ExtractDefinition,
): void {
  const isBreak = x.construct[node] === construct['exit.break'];
  const given = passing(namedChildren(x, node), (child) => x.part[child] !== part.label);
  const isDecorator = (child: number) => x.part[child] === part.decorator;
  if (given.some(isDecorator)) extractDecorators(x, given.filter(isDecorator), position, define);
  const outlet = isBreak ? (given.length === 0 ? null : outletOfBreak(position, labelOf(x, node))) : position.outlet;
  const isReturn = outlet?.kind === 'return' && (isBreak || kind === statementKind.simple);
  const actual = isReturn ? statementKind.return : kind;
  const statement = addStatement(x, node, x.table.end[node]!, position, actual, 0);
  const { scope, bound, block } = position;
  const place: Place = { statement, scope, bound, block };
  switch (x.construct[node]) {
    case construct['import.module']:
    case construct['import.names']:
    case construct['import.all']:
    case construct['import.everywhere']:
      extractImport(x, node, place);
      break;
    case construct['import.tree']:
      extractImportTree(x, node, place);
      break;
    case construct['definition.variant']:
      defineVariant(x, node, place);
      break;
    case construct['import.path']:
      extractPathImport(x, node, place);
      break;
    case construct['declaration.global']:
    case construct['declaration.outer']:
      declareElsewhere(x, node, position.scope);
      break;
    case construct['declaration.package']:
      if (x.facts.module === '') x.facts.module = packageName(x, node);
      break;
    case construct['declaration.bases']:
      addBases(x, node, place);
      break;
    case construct.statement:
    case construct.heading:
    case construct.deletion:
    case construct['exit.return']:
    case construct['exit.raise']: {
      const access = x.construct[node] === construct.deletion ? 'delete' : 'read';
      for (const child of given) {
        if (x.part[child] === part.type) extractType(x, child, place, position, define);
        else extractExpression(x, child, place, access);
      }
      if (actual === statementKind.return && given.length === 0) readResults(x, place);
      if (kind === statementKind.simple && given.length === 1) giveValue(x, given[0]!, place, outlet);
      break;
    }
    case construct['exit.break']:
    case construct['exit.continue']:
    case construct['exit.goto']:
      for (const child of given) extractExpression(x, child, place);
      if (given.length === 1) giveValue(x, given[0]!, place, outlet);
      break;
    default:
      // An expression that stands where a statement may: the step of a loop, for instance.
      extractExpression(x, node, place);
  }
  extractNested(x, statement, position, define);
  const body = x.construct[node] === construct['declaration.package'] ? childWithPart(x, node, part.body) : -1;
  if (body >= 0) extractStatement(x, body, { ...position, depth: position.depth + 1 }, define);
}

/** A declared type is not read when the statement runs; but it may be written out there, as C's structs are. */
function extractType(x: Extraction, node: number, place: Place, position: Position, define: ExtractDefinition): void {
  const what = x.construct[node]!;
  if (definitions.has(what)) define(x, node, { ...position, depth: position.depth + 1, decorators: [] });
  else if (what === construct.none) extractExpression(x, node, place);
}

/** A function whose results have names gives what these hold, where it returns nothing else. */
function readResults(x: Extraction, { statement, scope }: Place): void {
  for (const { name, start } of x.results.get(scope) ?? []) x.facts.use(statement, scope, name, start);
}

/** The functions and compound expressions met in the expressions of a statement; they run before it. */
export function extractNested(x: Extraction, statement: number, position: Position, define: ExtractDefinition): void {
  if (x.pending.length === 0) return;
  const inside = { ...position, parent: statement, part: flowPart.nested, depth: position.depth + 1, decorators: [] };
  // Invariant: statements are in source order.
  for (const nested of x.pending.splice(0).sort((a, b) => a.node - b.node)) {
    const { node, block } = nested;
    if (nested.kind === 'function') {
      define(x, node, { ...inside, block }, nested);
    } else {
      const outlet = { kind: 'name', name: nested.name } as const;
      extractStatement(x, node, { ...inside, block, bound: nested.bound, outlet }, define);
    }
  }
}

function extractCompound(
  x: Extraction,
  node: number,
  position: Position,
  kind: StatementKind,
  define: ExtractDefinition,
): void {
  const what = x.construct[node]!;
  const flags = flagsByConstruct.get(what) ?? 0;
  // What tests last has its condition on its last line.
  const end = flags === statementFlag.testsLast ? x.table.end[node]! : headerEnd(x, node);
  const statement = addStatement(x, node, end, position, kind, flags);
  // What a declaration with an `else` declares is there for what follows.
  const declares = what === construct['declaration.refutable'];
  const block = position.block === null || declares ? position.block : openBlock(position.block);
  const place: Place = { statement, scope: position.scope, bound: position.bound, block };
  const { subject: takenApart, ...around } = position;
  const inCase = kind === statementKind.case ? readSubject(x, node, place, takenApart) : place;
  const headers: number[] = [];
  const held: [node: number, part: FlowPart][] = [];
  for (const child of throughWrappers(x, node)) {
    if (!isNamedNode(x, child) || x.part[child] === part.label || x.part[child] === part.type) continue;
    const inFlow = heldPart(x, child) ?? barePart(x, node, child);
    if (inFlow === null) headers.push(child);
    else held.push([child, inFlow]);
  }
  // What a loop begins with is declared before its condition reads it.
  const inside = { ...around, block, parent: statement, depth: position.depth + 1, decorators: [] };
  const isFirst = (inFlow: FlowPart) => inFlow === flowPart.initializer;
  if (block !== null) for (const [child, inFlow] of held) if (isFirst(inFlow)) declareAhead(x, child, block);
  if (declares) extractExpression(x, node, place);
  else for (const child of readFirst(x, headers)) extractExpression(x, child, inCase);
  const subject = kind === statementKind.switch ? { subject: keepSubject(x, node, headers, place) } : {};
  readBlockObject(x, node, place);
  extractNested(x, statement, { ...position, block }, define);
  const isLoop = kind === statementKind.loop;
  const outlet = isLoop ? null : position.outlet;
  const leavesByBreak = isLoop || what === construct['switch.breakable'];
  const breaks = leavesByBreak
    ? { label: labelOf(x, node), outlet: position.outlet, outer: position.breaks }
    : position.breaks;
  for (const [child, inFlow] of held) {
    // What a switch holds are its cases, whether or not a block stands between.
    const holdsCase = kind === statementKind.switch && inFlow !== flowPart.initializer;
    const held = holdsCase ? flowPart.case : partIn(kind, inFlow);
    const isUnbound = what === construct['branch.binding'] && inFlow === flowPart.else;
    const below = { ...inside, ...subject, part: held, outlet, breaks, block: isUnbound ? position.block : block };
    if (x.part[child] === part.outcome) extractOutcome(x, child, below, define);
    else extractStatement(x, child, below, define);
  }
}

/** Decorators that are run, in order, before what they stand above. */
export function extractDecorators(
  x: Extraction,
  decorators: readonly number[],
  position: Position,
  define: ExtractDefinition,
): void {
  for (const decorator of decorators)
    if (x.construct[decorator] === construct.statement)
      extractStatement(x, decorator, { ...position, decorators: [] }, define);
}

function extractWrapper(x: Extraction, node: number, position: Position, define: ExtractDefinition): void {
  const decorators = childrenOf(x, node).filter((child) => x.part[child] === part.decorator);
  const alias = childWithPart(x, node, part.alias);
  for (const child of childrenOf(x, node)) {
    if (!isNamedNode(x, child)) continue;
    const first = x.facts.scopes.length;
    extractStatement(x, child, { ...position, depth: position.depth + 1, decorators }, define);
    if (alias >= 0 && x.facts.scopes.length > first) defineAlso(x, alias, first);
  }
}

/** Gives a function or class just defined a further name: that of the export it is. */
function defineAlso(x: Extraction, alias: number, scope: number): void {
  const { kind, header, parent } = x.facts.scopes[scope]!;
  x.facts.definition({
    kind: kind === 'function' ? definitionKind.function : definitionKind.class,
    statement: header,
    scope: parent,
    name: x.facts.name(textOf(x, alias)),
    start: x.table.start[alias]!,
    detail: scope,
  });
}
