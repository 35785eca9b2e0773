/**
 * Types as they are written, of parameters and of plain arguments, in languages where a call chooses among functions by
 * them. Leaves out what has to be inferred: such a type is unknown, and empty.
 */
import { lastSegment } from '../core/graph/accessPaths.ts';
import { construct, part } from './captureVocabulary.ts';
import { bodyOf } from './definitionHeader.ts';
import { childWithPart, type Extraction, isBoundInside, type Place, pathAt, pathOf, textOf } from './extraction.ts';

/** A type without what it is applied to, its annotations and its package: `List`, `int[]`. */
export function writtenType(x: Extraction, node: number): string {
  if (node < 0) return '';
  let text = textOf(x, node).replace(/@\w+(\([^)]*\))?/g, '');
  for (let before = ''; before !== text; ) {
    before = text;
    text = text.replace(/<[^<>]*>/g, '');
  }
  const plain = text.replace(/\s/g, '');
  return plain === 'var' || /[^\w.$[\]]/.test(plain) ? '' : lastSegment(plain);
}

/** Notes the type of a variable where it is declared; without one, the type of the value it begins with. */
export function noteType(x: Extraction, name: string, type: number, value: number, place: Place): void {
  if (x.traits.valueTypes.length === 0) return;
  const written = writtenType(x, type);
  const known = written !== '' || value < 0 ? written : valueType(x, value, place);
  x.writtenTypes.set(`${place.scope}:${name}`, known);
}

/** Notes the types of the fields of a class, which methods before them read too. */
export function noteFieldTypes(x: Extraction, node: number, scope: number): void {
  const body = x.traits.valueTypes.length === 0 ? -1 : bodyOf(x, node);
  if (body < 0) return;
  for (let inner = body + 1; inner < x.table.after[body]!; ) {
    const what = x.construct[inner]!;
    const target = what === construct.declaration ? childWithPart(x, inner, part.target) : -1;
    const type = target < 0 ? -1 : childWithPart(x, x.table.parent[inner]!, part.type);
    if (type >= 0) x.writtenTypes.set(`${scope}:${textOf(x, target)}`, writtenType(x, type));
    const isInside = what === construct.none || what === construct.statement || what === construct.wrapper;
    inner = isInside ? inner + 1 : x.table.after[inner]!;
  }
}

/** The type of an argument, where it is plain from how it is written; else empty. */
export function valueType(x: Extraction, node: number, place: Place): string {
  if (x.construct[node] === construct.group) {
    const type = childWithPart(x, node, part.type);
    const inner = childWithPart(x, node, part.object);
    return type >= 0 ? writtenType(x, type) : inner < 0 ? '' : valueType(x, inner, place);
  }
  const path = pathOf(x, node);
  if (path !== null) return isBoundInside(place, path) ? '' : typeOfVariable(x, pathAt(path, place), place.scope);
  if (x.construct[node] === construct['reference.call'] && childWithPart(x, node, part.member) >= 0) return '';
  const text = textOf(x, node);
  for (const { pattern, type } of x.traits.valueTypes) {
    const match = pattern.exec(text);
    if (match !== null) return type.replace('$1', (match[1] ?? '').replace(/^.*\./, ''));
  }
  return '';
}

function typeOfVariable(x: Extraction, path: string, from: number): string {
  const [root, member, ...further] = path.split('.');
  if (further.length > 0) return '';
  const isField = root === x.traits.implicitReceiver && member !== undefined;
  if (!isField && member !== undefined) return '';
  for (let scope = from; scope >= 0; scope = x.facts.scopes[scope]!.parent) {
    if (isField && x.facts.scopes[scope]!.kind !== 'class') continue;
    const known = x.writtenTypes.get(`${scope}:${isField ? member : root}`);
    if (known !== undefined) return known;
  }
  return '';
}

/** The type a value is cast to; -1 where it is not. */
export function castType(x: Extraction, value: number): number {
  for (
    let node = value;
    node >= 0 && x.construct[node] === construct.group;
    node = childWithPart(x, node, part.object)
  ) {
    const type = childWithPart(x, node, part.type);
    if (type >= 0) return type;
  }
  return -1;
}

/** The type written in a declaration, once for all declarations beside it, or with the name. */
export function typeBeside(x: Extraction, node: number): number {
  const target = childWithPart(x, node, part.target);
  const list = x.table.parent[node]!;
  const outer = list >= 0 && x.construct[list] === construct.none ? x.table.parent[list]! : -1;
  for (const holder of [node, list, target, outer]) {
    const type = holder < 0 ? -1 : holder === node ? childWithPart(x, node, part.type) : typeInside(x, holder);
    if (type >= 0) return type;
  }
  return -1;
}

/** The first type among what a node holds, which may be long and asked of by each declaration in it. */
function typeInside(x: Extraction, holder: number): number {
  const known = x.typesInside.get(holder) ?? childWithPart(x, holder, part.type);
  x.typesInside.set(holder, known);
  return known;
}
