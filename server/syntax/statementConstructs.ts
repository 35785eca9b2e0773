/** Which constructs make statements, of which kind, and which parts of them hold others. */
import { type FlowPart, flowPart, type StatementKind, statementFlag, statementKind } from '../core/graph/fileFacts.ts';
import { construct, part } from './captureVocabulary.ts';

/** Which construct makes which kind of statement; compound ones hold others. */
export const compound = new Map<number, StatementKind>([
  [construct.branch, statementKind.branch],
  [construct['branch.binding'], statementKind.branch],
  [construct['declaration.refutable'], statementKind.branch],
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
export const simple = new Map<number, StatementKind>([
  [construct.statement, statementKind.simple],
  [construct.heading, statementKind.simple],
  [construct.deletion, statementKind.simple],
  [construct['declaration.global'], statementKind.simple],
  [construct['declaration.outer'], statementKind.simple],
  [construct['import.module'], statementKind.simple],
  [construct['import.names'], statementKind.simple],
  [construct['import.tree'], statementKind.simple],
  [construct['declaration.field'], statementKind.simple],
  [construct['definition.variant'], statementKind.simple],
  [construct['import.path'], statementKind.simple],
  [construct['import.everywhere'], statementKind.simple],
  [construct['import.all'], statementKind.simple],
  [construct['exit.return'], statementKind.return],
  [construct['exit.raise'], statementKind.raise],
  [construct['exit.break'], statementKind.break],
  [construct['exit.continue'], statementKind.continue],
  [construct['exit.goto'], statementKind.goto],
  [construct['declaration.package'], statementKind.simple],
  [construct['declaration.bases'], statementKind.simple],
  [construct.assignment, statementKind.simple],
  [construct.update, statementKind.simple],
  [construct.declaration, statementKind.simple],
  [construct['declaration.hoisted'], statementKind.simple],
  [construct['declaration.instance'], statementKind.simple],
  [construct['declaration.embedded'], statementKind.simple],
  [construct['reference.call'], statementKind.simple],
]);
/** Expressions that may also be statements of their own: the step of a loop, for instance. */
const expressions: ReadonlySet<number> = new Set([
  construct.assignment,
  construct.update,
  construct.declaration,
  construct['declaration.hoisted'],
  construct['reference.call'],
]);

/** Whether a construct is a statement wherever it stands. */
export function isStatement(what: number): boolean {
  return (simple.has(what) && !expressions.has(what)) || compound.has(what) || definitions.has(what);
}

/** Constructs that open a scope and hold statements. */
export const definitions: ReadonlySet<number> = new Set([
  construct['definition.function'],
  construct['definition.macro'],
  construct['definition.constructor'],
  construct['definition.getter'],
  construct['definition.class'],
  construct['definition.extension'],
  construct['definition.namespace'],
]);
export const flagsByConstruct = new Map<number, number>([
  [construct['loop.endless'], statementFlag.endless],
  [construct['loop.testsLast'], statementFlag.testsLast],
  [construct['switch.breakable'], statementFlag.endsByBreak],
  [construct['case.default'], statementFlag.catchAll],
  [construct['case.through'], statementFlag.fallsThrough],
  [construct['case.through.default'], statementFlag.catchAll | statementFlag.fallsThrough],
]);
/** The part of a compound statement that a child with this capture belongs to. */
export const flowParts = new Map<number, FlowPart>([
  [part.body, flowPart.body],
  [part.consequence, flowPart.consequence],
  [part.outcome, flowPart.consequence],
  [part.alternative, flowPart.alternative],
  [part.else, flowPart.else],
  [part.finally, flowPart.finally],
  [part.initializer, flowPart.initializer],
  [part.step, flowPart.step],
]);

const exits: ReadonlySet<number> = new Set([
  construct['exit.return'],
  construct['exit.raise'],
  construct['exit.break'],
  construct['exit.continue'],
  construct['exit.goto'],
]);

/** Whether a construct is a statement of its own where it is the value of a block. */
export function standsAlone(what: number): boolean {
  if (isStatement(what) || isCompoundValue(what) || exits.has(what)) return true;
  return what === construct.wrapper || what === construct.skip;
}

/** Whether a construct holds statements where it stands in an expression. */
export function isCompoundValue(what: number): boolean {
  return compound.has(what) || what === construct.block;
}
