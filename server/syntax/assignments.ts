/** What statements and expressions store into variables: assignments, declarations, definitions as values. */
import { firstSegment, lastSegment } from '../core/graph/accessPaths.ts';
import { callValue, definitionKind, noValue, nullValue, pathValue, unsetValue } from '../core/graph/fileFacts.ts';
import { extractCall } from './calls.ts';
import { construct, part } from './captureVocabulary.ts';
import { constructObject } from './constructedVariables.ts';
import { declaredName, isDeclarator, signatureIn } from './declarators.ts';
import {
  type Access,
  anonymousName,
  childrenOf,
  childWithPart,
  type Extraction,
  isBoundInside,
  lastCallIndex,
  namedChildren,
  type Place,
  pathAt,
  pathOf,
  textOf,
  typePath,
  typeText,
  ungrouped,
  valueName,
} from './extraction.ts';
import { definitionIn } from './innerScopes.ts';
import { declareHoisted, declareName, freezeBlock, isDeclared, noteAssigned } from './localNames.ts';
import { isCompoundValue } from './statementConstructs.ts';
import { castType, noteType, typeBeside } from './writtenTypes.ts';

/** The path as the facts have it; a declared name is declared here, an assigned one noted. */
export function nameFor(path: string, place: Place, access: Access): string {
  if (place.block === null) return path;
  if (access === 'declare' || access === 'declareInline') return declareName(place.block, path);
  // What a condition binds may be in force after the statement too: `if (!(o instanceof T t)) return;`.
  const isNew = access === 'inline' && !isDeclared(place.block, firstSegment(path));
  if (access === 'hoist' || isNew) return declareHoisted(place.block, path);
  if (access !== 'read' && !path.includes('.')) noteAssigned(place.block, path);
  return pathAt(path, place);
}

export function extractAssignment(x: Extraction, node: number, place: Place, depth: number): void {
  const value = childWithPart(x, node, part.value);
  const type = childWithPart(x, node, part.type);
  const { targets, values } = assignedIn(x, node, value);
  // An annotation alone makes the field of a class, and no variable of a function.
  const isField = type >= 0 && x.facts.scopes[place.scope]!.kind === 'class';
  if (values.length > 0 || isField) assignAll(x, targets, values, type, place, 'define', depth);
}

/** A declared variable has a value, if only an undefined one, whether or not one is written. */
export function extractDeclaration(x: Extraction, node: number, place: Place, access: Access, depth: number): void {
  // A name that stands alone declares itself.
  if (x.part[node] === part.target && x.table.after[node] === node + 1) {
    define(x, node, nameFor(textOf(x, node), place, access), place, { value: noValue, type: -1 });
    return;
  }
  const { targets: assigned, values } = assignedIn(x, node, childWithPart(x, node, part.value));
  const named = childWithPart(x, node, part.declared);
  const written = assigned.length > 0 || named < 0 ? assigned : [named];
  const targets: number[] = [];
  for (const one of written) {
    if (signatureIn(x, one) >= 0) continue;
    const target = declaredName(x, one);
    if (target !== one) readSizes(x, one, place, depth);
    if (target >= 0) targets.push(target);
  }
  assignAll(x, targets, values, typeBeside(x, node), place, access, depth);
  const given = childWithPart(x, node, part.arguments);
  if (given >= 0) constructObject(x, node, typeBeside(x, node), namedChildren(x, given), place);
}

/** The targets and the values of an assignment or declaration, each in order. A list of one is what it holds. */
function assignedIn(
  x: Extraction,
  node: number,
  value: number,
): { readonly targets: readonly number[]; readonly values: readonly number[] } {
  const written = childrenOf(x, node).filter((child) => x.part[child] === part.target);
  return { targets: written.flatMap((target) => itemsOf(x, target)), values: value < 0 ? [] : itemsOf(x, value) };
}

function itemsOf(x: Extraction, node: number): readonly number[] {
  if (x.construct[node] !== construct.list) return [node];
  return namedChildren(x, node).filter((child) => x.construct[child] !== construct.skip);
}

/** Each target gets its value. Fewer values than targets: a call gives several, the first to the first target. */
function assignAll(
  x: Extraction,
  targets: readonly number[],
  values: readonly number[],
  type: number,
  place: Place,
  access: Access,
  depth: number,
): void {
  const [target, ...others] = targets;
  if (target === undefined) return;
  if (others.length === 0 && values.length < 2) {
    assign(x, { target, value: values[0] ?? -1, type }, place, access, depth);
    return;
  }
  // All values are read before anything is stored.
  const known = values.map((one) => {
    x.visit(one, place, 'read', depth + 1);
    return { value: wholeValue(x, one, place), type: typePath(x, type < 0 ? castType(x, one) : type) };
  });
  const unknown = { value: noValue, type: typePath(x, type) };
  targets.forEach((one, index) => {
    const path = pathOf(x, one);
    const isGiven = known.length === targets.length || index === 0;
    const given = isGiven ? (known[index] ?? unknown) : unknown;
    if (path === null) x.visit(one, place, access, depth + 1);
    else if (!isBoundInside(place, path)) define(x, one, nameFor(path, place, access), place, given);
  });
}

/** What reads like the announcement of a function, but stands where a variable is meant: `Lock held(mutex);`. */
export function extractAmbiguous(x: Extraction, node: number, place: Place, depth: number): void {
  const target = childWithPart(x, node, part.name);
  const list = childWithPart(x, node, part.parameters);
  if (target < 0 || list < 0) return;
  assign(x, { target, value: -1, type: typeBeside(x, node) }, place, 'declare', depth);
  const given = namedChildren(x, list).map((parameter) => childWithPart(x, parameter, part.type));
  constructObject(
    x,
    node,
    typeBeside(x, node),
    given.filter((child) => child >= 0),
    place,
  );
}

/** A declarator with nothing assigned to it; one of a function only announces that function. */
export function extractDeclarator(x: Extraction, node: number, place: Place, access: Access, depth: number): void {
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
      if (size >= 0) x.visit(size, place, 'read', depth + 1);
    }
  }
}

/** A member that lends its class what it has, and is known by the last name of its type. */
export function extractEmbedded(x: Extraction, node: number, place: Place): void {
  const written = childWithPart(x, node, part.type);
  const path = typeText(x, written < 0 ? node : written, 0);
  if (path === null) return;
  x.facts.scopes[place.scope]!.bases.push(path);
  const name = nameFor(lastSegment(path), place, 'declare');
  const type = x.facts.name(path);
  const { statement, scope } = place;
  const start = x.table.start[node]!;
  x.facts.use(statement, scope, type, start);
  x.facts.definition({ kind: definitionKind.assignment, statement, scope, name: x.facts.name(name), start, type });
}

/** A field that has a type, and no value yet. */
export function extractField(x: Extraction, node: number, place: Place): void {
  const target = childWithPart(x, node, part.target);
  const path = target < 0 ? null : pathOf(x, target);
  if (path === null) return;
  const type = typePath(x, childWithPart(x, node, part.type));
  define(x, target, nameFor(path, place, 'declare'), place, { value: unsetValue, type });
}

/** A member that is an object of its class: it holds what a call of the class gives. */
export function extractInstance(x: Extraction, node: number, place: Place, depth: number): void {
  const target = childWithPart(x, node, part.target);
  if (target < 0) return;
  extractCall(x, node, place, depth);
  const known = { value: callValue(lastCallIndex(x)), type: -1 };
  define(x, target, nameFor(textOf(x, target), place, 'declare'), place, known);
}

/** What is declared without a value: a variable holds no object, a field what its methods give it. */
function valueOfNone(x: Extraction, { scope }: Place): number {
  return x.facts.scopes[scope]!.kind === 'class' ? unsetValue : nullValue;
}

/** Stores a value, which is read first; a function or class that is the value is a definition of that name. */
export function assign(
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
  if (path !== null && held >= 0 && x.construct[held] === construct['object.literal'] && !isBoundInside(place, path)) {
    const name = nameFor(path, place, access);
    define(x, target, name, place, { value: noValue, type: typePath(x, type) });
    x.visitObject(held, name, place, depth + 1);
    return;
  }
  if (value >= 0) x.visit(value, place, 'read', depth + 1);
  if (path === null) x.visit(target, place, access, depth + 1);
  else if (access === 'inline' || !isBoundInside(place, path)) {
    const known = {
      value: value < 0 ? valueOfNone(x, place) : wholeValue(x, held, place),
      type: typePath(x, type < 0 ? castType(x, value) : type),
    };
    // What an expression stores is there for what follows it, not for the value itself.
    const inline = access === 'inline' ? x.table.end[value]! : -1;
    const name = nameFor(path, place, access);
    if (access === 'declare') noteType(x, name, type, held, place);
    define(x, target, name, place, { ...known, inline });
  }
}

/** A function in an expression is extracted after the statement; the statement reads it, unless it is its name's value. */
export function nestFunction(x: Extraction, node: number, path: string, place: Place, key = ''): void {
  x.pending.push({ kind: 'function', node, path, key, title: null, testFunction: '', block: place.block });
  if (path !== '' || (x.traits.expressionStatements && childWithPart(x, node, part.name) >= 0)) return;
  const name = x.facts.name(anonymousName(x, node));
  x.facts.use(place.statement, place.scope, name, x.table.start[node]!);
}

/** A compound expression is extracted after the statement, which reads its value; it runs before. */
export function nestValue(x: Extraction, node: number, place: Place): void {
  const name = valueName(x, node);
  const block = place.block === null ? null : freezeBlock(place.block);
  x.pending.push({ kind: 'value', node, name, block, bound: place.bound });
  x.facts.use(place.statement, place.scope, name, x.table.start[node]!);
}

function define(
  x: Extraction,
  target: number,
  path: string,
  place: Place,
  known: { readonly value: number; readonly type: number; readonly inline?: number },
): void {
  const { statement, scope } = place;
  const { inline = -1, value, type } = known;
  const name = x.facts.name(path);
  const start = x.table.start[target]!;
  const prefix = x.facts.prefixOf(name);
  if (prefix >= 0) x.facts.use(statement, scope, prefix, start, true);
  const kind = inline < 0 ? definitionKind.assignment : definitionKind.inline;
  x.facts.definition({ kind, statement, scope, name, start: Math.max(start, inline), value, type });
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
  return path === null || isBoundInside(place, path) ? noValue : pathValue(x.facts.wholeName(pathAt(path, place)));
}
