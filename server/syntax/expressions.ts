/**
 * Definitions, uses and calls of an expression, in the order they are written. Leaves out evaluation order inside a
 * statement, but for names that the statement itself makes (`inline`).
 */
import { callValue, definitionKind, noValue, nullValue, pathValue, statementFlag } from '../core/graph/fileFacts.ts';
import { extractCall } from './calls.ts';
import { construct, constructNames, part } from './captureVocabulary.ts';
import { declaredName, isDeclarator, signatureIn } from './declarators.ts';
import {
  type Access,
  anonymousName,
  childrenOf,
  childWithPart,
  defineWeakly,
  type Extraction,
  isBoundInside,
  isNamedNode,
  lastCallIndex,
  type Place,
  pathAt,
  pathOf,
  textOf,
  typePath,
  ungrouped,
  valueName,
} from './extraction.ts';
import { extractImport } from './imports.ts';
import { definitionIn, extractComprehension, extractLambda } from './innerScopes.ts';
import { declareHoisted, declareName, freezeBlock, noteAssigned } from './localNames.ts';
import { isCompoundValue } from './statementConstructs.ts';

/** Nesting beyond this is read without structure, so that a hostile file cannot exhaust the stack. */
const deepest = 400;

const accessByPart = new Map<number, Access>([
  [part.target, 'define'],
  [part.declared, 'declare'],
  [part.hoisted, 'hoist'],
]);

/** What to do with each construct; the others are looked through. */
type Extract = (x: Extraction, node: number, place: Place, access: Access, depth: number) => void;
const extractors: (Extract | undefined)[] = [];
extractors[construct.skip] = () => undefined;
extractors[construct['reference.name']] = extractName;
extractors[construct['reference.member']] = extractMember;
extractors[construct['reference.index']] = extractIndex;
extractors[construct['reference.call']] = (x, node, place, _, depth) => extractCall(x, node, place, depth);
extractors[construct.assignment] = (x, node, place, _, depth) => extractAssignment(x, node, place, depth);
extractors[construct.declaration] = (x, node, place, _, depth) => extractDeclaration(x, node, place, 'declare', depth);
extractors[construct['declaration.hoisted']] = (x, node, place, _, depth) =>
  extractDeclaration(x, node, place, 'hoist', depth);
extractors[construct['declaration.instance']] = (x, node, place, _, depth) => extractInstance(x, node, place, depth);
extractors[construct.declarator] = extractDeclarator;
extractors[construct['declarator.function']] = extractDeclarator;
extractors[construct['reference.address']] = extractAddress;
extractors[construct['definition.function']] = (x, node, place) => nestFunction(x, node, '', place);
extractors[construct['definition.class']] = (x, node, place) => nestFunction(x, node, '', place);
for (const exit of ['exit.maybe', 'exit.return', 'exit.raise', 'exit.break', 'exit.continue'] as const) {
  extractors[construct[exit]] = (x, node, place, access, depth) => {
    x.facts.flagStatement(place.statement, statementFlag.mayLeave);
    extractChildren(x, node, place, access, depth);
  };
}
extractors[construct['declaration.refutable']] = extractors[construct.declaration];
constructNames.forEach((_, what) => {
  if (isCompoundValue(what)) extractors[what] ??= (x, node, place) => nestValue(x, node, place);
});
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
  const own = access === 'read' ? (accessByPart.get(x.part[node]!) ?? access) : access;
  const extract = depth > deepest ? readFlat : (extractors[x.construct[node]!] ?? extractChildren);
  extract(x, node, place, own, depth);
}

function extractChildren(x: Extraction, node: number, place: Place, access: Access, depth: number): void {
  for (const child of childrenOf(x, node)) {
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
  const kind = {
    define: definitionKind.assignment,
    update: definitionKind.assignment,
    delete: definitionKind.deletion,
    inline: definitionKind.inline,
    declare: definitionKind.assignment,
    declareInline: definitionKind.inline,
    hoist: definitionKind.assignment,
  }[access];
  const isMade = access === 'declare' || access === 'declareInline' || access === 'inline';
  const type = isMade ? typePath(x, childWithPart(x, x.table.parent[node]!, part.type)) : -1;
  x.facts.definition({ kind, statement, scope, name, start, type });
}

/** Whether a path in a pattern is a constant, rather than a variable to be made. */
function isComparedWith(x: Extraction, path: string, access: Access): boolean {
  if (access !== 'declare' && access !== 'declareInline') return false;
  return path.includes('.') || (x.traits.constantNames?.test(path) ?? false);
}

/** The path as the facts have it; a declared name is declared here, an assigned one noted. */
function nameFor(path: string, place: Place, access: Access): string {
  if (place.block === null) return path;
  if (access === 'declare' || access === 'declareInline') return declareName(place.block, path);
  // What a condition binds may be in force after the statement too: `if (!(o instanceof T t)) return;`.
  if (access === 'hoist' || access === 'inline') return declareHoisted(place.block, path);
  if (access !== 'read' && !path.includes('.')) noteAssigned(place.block, path);
  return pathAt(path, place);
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
  const [start, end] = [x.table.start[node]!, x.table.end[node]!];
  const { statement, scope } = place;
  x.facts.calls.push({ statement, scope, callee, receiverCall: -1, member: path, start, end, arguments: [] });
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

function extractAssignment(x: Extraction, node: number, place: Place, depth: number): void {
  const target = childWithPart(x, node, part.target);
  const value = childWithPart(x, node, part.value);
  const type = childWithPart(x, node, part.type);
  if (value < 0 || target < 0) return;
  assign(x, { target, value, type }, place, 'define', depth);
}

/** A declared variable has a value, if only an undefined one, whether or not one is written. */
function extractDeclaration(x: Extraction, node: number, place: Place, access: Access, depth: number): void {
  const written = childWithPart(x, node, part.target);
  if (written < 0 || signatureIn(x, written) >= 0) return;
  const target = declaredName(x, written);
  const value = childWithPart(x, node, part.value);
  if (target !== written) readSizes(x, written, place, depth);
  if (target >= 0) assign(x, { target, value, type: typeBeside(x, node) }, place, access, depth);
}

/** A declarator with nothing assigned to it; one of a function only announces that function. */
function extractDeclarator(x: Extraction, node: number, place: Place, access: Access, depth: number): void {
  if (access === 'read' || signatureIn(x, node) >= 0) return;
  const target = declaredName(x, node);
  readSizes(x, node, place, depth);
  if (target >= 0) assign(x, { target, value: -1, type: typeBeside(x, node) }, place, access, depth);
}

/** What a declarator reads beside its name: the size of an array. */
function readSizes(x: Extraction, node: number, place: Place, depth: number): void {
  for (let inner = node; inner < x.table.after[node]!; inner++) {
    if (isDeclarator(x, inner)) {
      const size = childWithPart(x, inner, part.value);
      if (size >= 0) extractExpression(x, size, place, 'read', depth + 1);
    }
  }
}

/** The type written in a declaration, or once for all declarations beside it. */
function typeBeside(x: Extraction, node: number): number {
  const own = childWithPart(x, node, part.type);
  return own >= 0 ? own : childWithPart(x, x.table.parent[node]!, part.type);
}

function extractAddress(x: Extraction, node: number, place: Place, _: Access, depth: number): void {
  const object = childWithPart(x, node, part.object);
  if (object < 0) return;
  extractExpression(x, object, place, 'read', depth + 1);
  defineWeakly(x, object, place);
}

/** A member that is an object of its class: it holds what a call of the class gives. */
function extractInstance(x: Extraction, node: number, place: Place, depth: number): void {
  const target = childWithPart(x, node, part.target);
  if (target < 0) return;
  extractCall(x, node, place, depth);
  const known = { value: callValue(lastCallIndex(x)), type: -1 };
  define(x, target, nameFor(textOf(x, target), place, 'declare'), place, known);
}

function assign(
  x: Extraction,
  { target, value, type }: { readonly target: number; readonly value: number; readonly type: number },
  place: Place,
  access: Access,
  depth: number,
): void {
  const path = pathOf(x, target);
  const held = value < 0 ? -1 : ungrouped(x, value);
  const made = path === null || held < 0 ? -1 : definitionIn(x, held);
  if (path !== null && made >= 0) {
    const name = nameFor(path, place, access);
    nestFunction(x, made, name, place);
    return;
  }
  if (value >= 0) extractExpression(x, value, place, 'read', depth + 1);
  if (path === null) extractExpression(x, target, place, access, depth + 1);
  else if (!isBoundInside(place, path)) {
    const known = { value: value < 0 ? noValue : wholeValue(x, held, place), type: typePath(x, type) };
    define(x, target, nameFor(path, place, access), place, known);
  }
}

/** A function in an expression is extracted after the statement; the statement reads it, unless it is its name's value. */
function nestFunction(x: Extraction, node: number, path: string, place: Place): void {
  x.pending.push({ kind: 'function', node, path, title: null, testFunction: '', block: place.block });
  if (path !== '' || (x.traits.expressionStatements && childWithPart(x, node, part.name) >= 0)) return;
  const name = x.facts.name(anonymousName(x, node));
  x.facts.use(place.statement, place.scope, name, x.table.start[node]!);
}

/** A compound expression is extracted after the statement, which reads its value; it runs before. */
function nestValue(x: Extraction, node: number, place: Place): void {
  const [name, block] = [valueName(x, node), place.block === null ? null : freezeBlock(place.block)];
  x.pending.push({ kind: 'value', node, name, block, bound: place.bound });
  x.facts.use(place.statement, place.scope, name, x.table.start[node]!);
}

function define(
  x: Extraction,
  target: number,
  path: string,
  place: Place,
  known: { readonly value: number; readonly type: number },
): void {
  const { statement, scope } = place;
  const [name, start] = [x.facts.name(path), x.table.start[target]!];
  const prefix = x.facts.prefixOf(name);
  if (prefix >= 0) x.facts.use(statement, scope, prefix, start, true);
  x.facts.definition({ kind: definitionKind.assignment, statement, scope, name, start, ...known });
}

/** What alone is the value: one call just extracted, or one access path; of an assignment, what it assigns. */
export function wholeValue(x: Extraction, value: number, place: Place): number {
  let node = ungrouped(x, value);
  while (x.construct[node] === construct.binding) {
    const inner = childWithPart(x, node, part.value);
    if (inner < 0) return noValue;
    node = ungrouped(x, inner);
  }
  if (x.construct[node] === construct['reference.call']) return callValue(lastCallIndex(x));
  if (x.construct[node] === construct.null) return nullValue;
  if (isCompoundValue(x.construct[node]!)) return pathValue(valueName(x, node));
  const path = pathOf(x, node);
  return path === null || isBoundInside(place, path) ? noValue : pathValue(x.facts.name(pathAt(path, place)));
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
  if (value >= 0) extractExpression(x, value, place, 'read', depth + 1);
  if (target >= 0) extractExpression(x, target, place, 'inline', depth + 1);
  if (declared >= 0) extractExpression(x, declared, place, 'declareInline', depth + 1);
}

function readFlat(x: Extraction, node: number, place: Place): void {
  for (let inner = node; inner < x.table.after[node]!; inner++) {
    if (x.construct[inner] === construct['reference.name'] && x.part[inner] !== part.member) {
      accessPath(x, inner, textOf(x, inner), place, 'read');
    }
  }
}
