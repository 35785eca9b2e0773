/**
 * Definitions, uses and calls of an expression, in the order they are written. Leaves out evaluation order inside a
 * statement, but for names that the statement itself makes (`inline`).
 */
import { callValue, definitionKind, noValue, nullValue, pathValue, statementFlag } from '../core/graph/fileFacts.ts';
import { extractCall } from './calls.ts';
import { construct, part } from './captureVocabulary.ts';
import {
  type Access,
  childrenOf,
  childWithPart,
  defineWeakly,
  type Extraction,
  isBoundInside,
  isNamedNode,
  lastCallIndex,
  type Place,
  pathOf,
  textOf,
  typePath,
} from './extraction.ts';
import { extractComprehension, extractLambda } from './innerScopes.ts';

/** Nesting beyond this is read without structure, so that a hostile file cannot exhaust the stack. */
const deepest = 400;

/** What to do with each construct; the others are looked through. */
type Extract = (x: Extraction, node: number, place: Place, access: Access, depth: number) => void;
const extractors: (Extract | undefined)[] = [];
extractors[construct.skip] = () => undefined;
extractors[construct['reference.name']] = (x, node, place, access) =>
  accessPath(x, node, textOf(x, node), place, access);
extractors[construct['reference.member']] = extractMember;
extractors[construct['reference.index']] = extractIndex;
extractors[construct['reference.call']] = (x, node, place, _, depth) => extractCall(x, node, place, depth);
extractors[construct.assignment] = (x, node, place, _, depth) => extractAssignment(x, node, place, depth);
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
  const own = x.part[node] === part.target && access === 'read' ? 'define' : access;
  const extract = depth > deepest ? readFlat : (extractors[x.construct[node]!] ?? extractChildren);
  extract(x, node, place, own, depth);
}

function extractChildren(x: Extraction, node: number, place: Place, access: Access, depth: number): void {
  for (const child of childrenOf(x, node)) {
    if (x.part[child] === part.type || x.part[child] === part.keyword) continue;
    if (isNamedNode(x, child)) extractExpression(x, child, place, access, depth + 1);
  }
}

function accessPath(x: Extraction, node: number, path: string, place: Place, access: Access): void {
  // A name made by an expression in a comprehension belongs to the scope around it.
  if (access !== 'inline' && isBoundInside(place, path)) return;
  const name = x.facts.name(path);
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
  }[access];
  x.facts.definition({ kind, statement, scope, name, start });
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
    x.facts.use(place.statement, place.scope, x.facts.name(base), x.table.start[object]!, true);
  }
  if (access !== 'read' && object >= 0) defineWeakly(x, object, place);
}

function extractAssignment(x: Extraction, node: number, place: Place, depth: number): void {
  const target = childWithPart(x, node, part.target);
  const value = childWithPart(x, node, part.value);
  const type = childWithPart(x, node, part.type);
  if (value < 0 || target < 0) return;
  extractExpression(x, value, place, 'read', depth + 1);
  const path = pathOf(x, target);
  if (path === null) extractExpression(x, target, place, 'define', depth + 1);
  else define(x, target, path, place, { value: wholeValue(x, value), type: typePath(x, type) });
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

/** What alone is the value: one call just extracted, or one access path. */
function wholeValue(x: Extraction, node: number): number {
  if (x.construct[node] === construct['reference.call']) return callValue(lastCallIndex(x));
  if (x.construct[node] === construct.null) return nullValue;
  const path = pathOf(x, node);
  return path === null ? noValue : pathValue(x.facts.name(path));
}

function extractUpdate(x: Extraction, node: number, place: Place, depth: number): void {
  const target = childWithPart(x, node, part.target);
  const value = childWithPart(x, node, part.value);
  if (value >= 0) extractExpression(x, value, place, 'read', depth + 1);
  if (target >= 0) extractExpression(x, target, place, 'update', depth + 1);
}

function extractBinding(x: Extraction, node: number, place: Place, depth: number): void {
  const target = childWithPart(x, node, part.target);
  const value = childWithPart(x, node, part.value);
  if (value >= 0) extractExpression(x, value, place, 'read', depth + 1);
  if (target >= 0) extractExpression(x, target, place, 'inline', depth + 1);
}

function readFlat(x: Extraction, node: number, place: Place): void {
  for (let inner = node; inner < x.table.after[node]!; inner++) {
    if (x.construct[inner] === construct['reference.name'] && x.part[inner] !== part.member) {
      accessPath(x, inner, textOf(x, inner), place, 'read');
    }
  }
}
