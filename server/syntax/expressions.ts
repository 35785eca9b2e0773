/**
 * Definitions, uses and calls of an expression, in the order they are written. Leaves out evaluation order inside a
 * statement, but for names that the statement itself makes (`inline`).
 */
import { lastSegment } from '../core/graph/accessPaths.ts';
import { definitionKind, elementMember, noValue, pathValue, statementFlag } from '../core/graph/fileFacts.ts';
import {
  assign,
  extractAmbiguous,
  extractAssignment,
  extractDeclaration,
  extractDeclarator,
  extractEmbedded,
  extractField,
  extractInstance,
  nameFor,
  nestFunction,
  nestValue,
  wholeValue,
} from './assignments.ts';
import { extractCall } from './calls.ts';
import { construct, constructNames, part } from './captureVocabulary.ts';
import {
  type Access,
  childrenOf,
  childWithPart,
  defineWeakly,
  type Extraction,
  isBoundInside,
  isNamedNode,
  namedChildren,
  type Place,
  pathAt,
  pathOf,
  textOf,
  typePath,
  ungrouped,
} from './extraction.ts';
import { extractImport } from './imports.ts';
import { extractComprehension, extractLambda } from './innerScopes.ts';
import { extractLiteral } from './literals.ts';
import { extractObjectLiteral } from './objectLiterals.ts';
import { isCompoundValue } from './statementConstructs.ts';
import { extractFormat, extractTokens } from './tokens.ts';
import { noteType } from './writtenTypes.ts';

/** Nesting beyond this is read without structure, so that a hostile file cannot exhaust the stack. */
const deepest = 400;

/** By part. */
const accessByPart: (Access | undefined)[] = [];
accessByPart[part.target] = 'define';
accessByPart[part.declared] = 'declare';
accessByPart[part.hoisted] = 'hoist';

const kindByAccess = {
  define: definitionKind.assignment,
  update: definitionKind.assignment,
  delete: definitionKind.deletion,
  inline: definitionKind.inline,
  declare: definitionKind.assignment,
  declareInline: definitionKind.inline,
  hoist: definitionKind.assignment,
};

/** What to do with each construct; the others are looked through. */
type Extract = (x: Extraction, node: number, place: Place, access: Access, depth: number) => void;
const extractors: (Extract | undefined)[] = [];
extractors[construct.skip] = () => undefined;
extractors[construct.literal] = (x, node, place) => extractLiteral(x, node, place);
extractors[construct['reference.name']] = extractName;
extractors[construct['reference.member']] = extractMember;
extractors[construct['reference.index']] = extractIndex;
extractors[construct['reference.call']] = (x, node, place, _, depth) => extractCall(x, node, place, depth);
extractors[construct.assignment] = (x, node, place, _, depth) => extractAssignment(x, node, place, depth);
extractors[construct.declaration] = (x, node, place, _, depth) => extractDeclaration(x, node, place, 'declare', depth);
extractors[construct['declaration.hoisted']] = (x, node, place, _, depth) =>
  extractDeclaration(x, node, place, 'hoist', depth);
extractors[construct['declaration.instance']] = (x, node, place, _, depth) => extractInstance(x, node, place, depth);
extractors[construct['declaration.embedded']] = (x, node, place) => extractEmbedded(x, node, place);
extractors[construct['declaration.ambiguous']] = (x, node, place, _, depth) => extractAmbiguous(x, node, place, depth);
extractors[construct.declarator] = extractDeclarator;
extractors[construct['declarator.function']] = extractDeclarator;
extractors[construct['reference.address']] = extractAddress;
extractors[construct['reference.format']] = (x, node, place) => extractFormat(x, node, place);
extractors[construct.tokens] = (x, node, place, _, depth) => extractTokens(x, node, place, depth);
extractors[construct['definition.function']] = (x, node, place) => nestFunction(x, node, '', place);
extractors[construct['definition.class']] = (x, node, place) => nestFunction(x, node, '', place);
for (const exit of ['exit.maybe', 'exit.return', 'exit.raise', 'exit.break', 'exit.continue'] as const) {
  extractors[construct[exit]] = (x, node, place, access, depth) => {
    x.facts.flagStatement(place.statement, statementFlag.mayLeave);
    extractChildren(x, node, place, access, depth);
  };
}
extractors[construct['declaration.field']] = extractField;
extractors[construct['declaration.refutable']] = extractors[construct.declaration];
constructNames.forEach((_, what) => {
  if (isCompoundValue(what)) extractors[what] ??= (x, node, place) => nestValue(x, node, place);
});
extractors[construct['object.literal']] = (x, node, place, _, depth) => extractObjectLiteral(x, node, '', place, depth);
extractors[construct.group] = (x, node, place, access, depth) =>
  extractExpression(x, ungrouped(x, node), place, access, depth + 1);
extractors[construct['import.module']] = (x, node, place) => extractImport(x, node, place);
extractors[construct['import.names']] = (x, node, place) => extractImport(x, node, place);
extractors[construct.deletion] = (x, node, place, _, depth) => extractChildren(x, node, place, 'delete', depth);
extractors[construct.update] = (x, node, place, _, depth) => extractUpdate(x, node, place, depth);
extractors[construct.binding] = (x, node, place, _, depth) => extractBinding(x, node, place, depth);
extractors[construct['definition.lambda']] = (x, node, place, _, depth) => extractLambda(x, node, place, depth);
extractors[construct['scope.comprehension']] = (x, node, place, _, depth) =>
  extractComprehension(x, node, place, depth);
extractors[construct.yield] = (x, node, place, access, depth) => {
  x.facts.flagStatement(place.statement, statementFlag.yields);
  extractChildren(x, node, place, access, depth);
};

export function extractExpression(x: Extraction, node: number, place: Place, access: Access = 'read', depth = 0): void {
  const own = access === 'read' ? (accessByPart[x.part[node]!] ?? access) : access;
  if ((own === 'declare' || own === 'declareInline') && place.subject !== undefined) {
    takeApart(x, node, place, own, depth);
    return;
  }
  const extract = depth > deepest ? readFlat : (extractors[x.construct[node]!] ?? extractChildren);
  extract(x, node, place, own, depth);
}

/** A pattern: where it is one variable, that holds what is taken apart. */
function takeApart(x: Extraction, node: number, { subject, ...place }: Place, access: Access, depth: number): void {
  const path = pathOf(x, node);
  const hasType = childWithPart(x, x.table.parent[node]!, part.type) >= 0;
  if (path === null || subject === undefined || hasType || isComparedWith(x, path, access)) {
    extractExpression(x, node, place, access, depth);
    return;
  }
  const { statement, scope } = place;
  const kind = access === 'declare' ? definitionKind.assignment : definitionKind.inline;
  const name = x.facts.name(nameFor(path, place, access));
  x.facts.definition({ kind, statement, scope, name, start: x.table.start[node]!, value: subject });
}

function extractChildren(x: Extraction, node: number, place: Place, access: Access, depth: number): void {
  const last = x.table.after[node]!;
  for (let child = node + 1; child < last; child = x.table.after[child]!) {
    if (x.part[child] === part.type || x.part[child] === part.keyword) continue;
    const own = x.part[child] === part.default ? 'read' : access;
    if (isNamedNode(x, child)) extractExpression(x, child, place, own, depth + 1);
  }
}

function accessPath(x: Extraction, node: number, path: string, place: Place, wanted: Access): void {
  const access = isComparedWith(x, path, wanted) ? 'read' : wanted;
  // A name made by an expression in a comprehension belongs to the scope around it.
  if (access !== 'inline' && isBoundInside(place, path)) return;
  const name = x.facts.name(nameFor(path, place, access));
  const start = x.table.start[node]!;
  const { statement, scope } = place;
  if (access === 'read' || access === 'update') x.facts.use(statement, scope, name, start);
  else if (x.facts.prefixOf(name) >= 0) x.facts.use(statement, scope, x.facts.prefixOf(name), start, true);
  if (access === 'read') return;
  const kind = kindByAccess[access];
  const isMade = access === 'declare' || access === 'declareInline' || access === 'inline';
  const written = isMade ? childWithPart(x, x.table.parent[node]!, part.type) : -1;
  const type = typePath(x, written);
  if (written >= 0) noteType(x, x.facts.nameText(name), written, -1, place);
  const elements = isMade && access === 'declare' ? elementsFor(x, node) : -1;
  const many = elements < 0 ? null : pathOfMany(x, elements);
  const value = many === null || isBoundInside(place, many) ? noValue : elementValue(x, pathAt(many, place));
  x.facts.definition({ kind, statement, scope, name, start, type, value });
}

/** The path of many objects, below the methods that hand them out one by one (`rows.iter()`). */
function pathOfMany(x: Extraction, node: number): string | null {
  const call = ungrouped(x, node);
  if (x.construct[call] !== construct['reference.call']) return pathOf(x, node);
  const callee = childWithPart(x, call, part.function);
  const path = callee < 0 ? null : pathOf(x, callee);
  const hands = path !== null && x.traits.iterators.has(lastSegment(path));
  return hands && path.includes('.') ? path.slice(0, path.lastIndexOf('.')) : null;
}

/** Many objects, one of which the variable of a loop is; of two variables the second, as the first counts them. */
function elementsFor(x: Extraction, node: number): number {
  const parent = x.table.parent[node]!;
  if (x.construct[parent] !== construct.list) return childWithPart(x, parent, part.elements);
  const listed = namedChildren(x, parent);
  return listed.indexOf(node) === 1 ? childWithPart(x, x.table.parent[parent]!, part.elements) : -1;
}

function elementValue(x: Extraction, path: string): number {
  return pathValue(x.facts.name(`${path}.${elementMember}`));
}

/** Whether a path in a pattern is a constant, rather than a variable to be made. */
function isComparedWith(x: Extraction, path: string, access: Access): boolean {
  if (access !== 'declare' && access !== 'declareInline') return false;
  return path.includes('.') || (x.traits.constantNames?.test(path) ?? false);
}

/** A plain name, which in some languages is a call where no variable has it. */
function extractName(x: Extraction, node: number, place: Place, access: Access): void {
  const path = pathOf(x, node)!;
  accessPath(x, node, path, place, access);
  if (x.traits.namesCall && access === 'read' && x.part[node] !== part.function) callByName(x, node, path, place);
}

/** Constants and special variables are never calls. */
const mayCall = /^[\p{Ll}_][^.]*$/u;

function callByName(x: Extraction, node: number, path: string, place: Place): void {
  const callee = x.facts.name(path);
  if (!mayCall.test(path) || path === x.traits.implicitReceiver) return;
  if (isBoundInside(place, path) || x.facts.isVariable(place.scope, callee)) return;
  const start = x.table.start[node]!;
  const end = x.table.end[node]!;
  const { statement, scope } = place;
  x.facts.calls.push({
    statement,
    scope,
    callee,
    receiverCall: -1,
    receiverPath: '',
    member: path,
    start,
    end,
    arguments: [],
  });
}

function extractMember(x: Extraction, node: number, place: Place, access: Access, depth: number): void {
  const path = pathOf(x, node);
  const object = childWithPart(x, node, part.object);
  if (path !== null) accessPath(x, node, path, place, access);
  else if (object >= 0) extractExpression(x, object, place, 'read', depth + 1);
  if (path === null && access !== 'read' && object >= 0) defineWeakly(x, object, place);
}

/**
 * Storing under a key changes what the variable holds, without replacing it: a weak definition of the base, which is
 * looked up for it, but whose other parts are not read.
 */
function extractIndex(x: Extraction, node: number, place: Place, access: Access, depth: number): void {
  const object = childWithPart(x, node, part.object);
  const base = access === 'read' || access === 'update' || object < 0 ? null : pathOf(x, object);
  for (const child of childrenOf(x, node)) {
    if (!isNamedNode(x, child) || (child === object && base !== null)) continue;
    extractExpression(x, child, place, 'read', depth + 1);
  }
  if (base !== null && !isBoundInside(place, base)) {
    x.facts.use(place.statement, place.scope, x.facts.name(pathAt(base, place)), x.table.start[object]!, true);
  }
  if (access !== 'read' && object >= 0) defineWeakly(x, object, place);
}

function extractAddress(x: Extraction, node: number, place: Place, _: Access, depth: number): void {
  const object = childWithPart(x, node, part.object);
  if (object < 0) return;
  extractExpression(x, object, place, 'read', depth + 1);
  defineWeakly(x, object, place);
}

function extractUpdate(x: Extraction, node: number, place: Place, depth: number): void {
  const target = childWithPart(x, node, part.target);
  const value = childWithPart(x, node, part.value);
  if (value >= 0) extractExpression(x, value, place, 'read', depth + 1);
  if (target >= 0) extractExpression(x, target, place, 'update', depth + 1);
}

function extractBinding(x: Extraction, node: number, place: Place, depth: number): void {
  const target = childWithPart(x, node, part.target);
  const declared = childWithPart(x, node, part.declared);
  const value = childWithPart(x, node, part.value);
  // What a name is bound to under a type is known by that type alone.
  const isTyped = childWithPart(x, node, part.type) >= 0;
  if (target >= 0 && value >= 0 && !isTyped) assign(x, { target, value, type: -1 }, place, 'inline', depth);
  else {
    if (value >= 0) extractExpression(x, value, place, 'read', depth + 1);
    if (target >= 0) extractExpression(x, target, place, 'inline', depth + 1);
  }
  const given = value < 0 ? noValue : wholeValue(x, value, place);
  if (declared >= 0) extractExpression(x, declared, { ...place, subject: given }, 'declareInline', depth + 1);
}

function readFlat(x: Extraction, node: number, place: Place): void {
  for (let inner = node; inner < x.table.after[node]!; inner++) {
    if (x.construct[inner] === construct['reference.name'] && x.part[inner] !== part.member) {
      accessPath(x, inner, textOf(x, inner), place, 'read');
    }
  }
}
