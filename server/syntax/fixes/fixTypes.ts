/**
 * Types as fixes need them: of variables by the values they were seen to have, of other expressions by what they are made
 * of. An empty set means that nothing is known, and forbids nothing.
 */
import type { FixData } from './fixData.ts';
import { type FixNode, textOnly } from './fixNode.ts';
import { hasRole, partAt } from './fixShapes.ts';

/** A value a run was seen to have: of a variable or an access path; of what a function gave where `name` is `name()`. */
export interface PrintedValue {
  readonly name: string;
  readonly value: string;
}

export type Types = ReadonlySet<string>;
const unknown: Types = new Set();

export interface FixTypes {
  of(node: FixNode): Types;
  ofName(name: string): Types;
  isOf(types: Types, kind: string): boolean;
  /** Whether a value of one may stand where one of the other stands. */
  fits(a: Types, b: Types): boolean;
}

export function fixTypes(data: FixData, root: FixNode, values: readonly PrintedValue[]): FixTypes {
  const seen = new Map<string, Set<string>>();
  const add = (name: string, type: string) => seen.set(name, (seen.get(name) ?? new Set()).add(type));
  for (const { name, value } of values) {
    for (const [suffix, type] of typesOfPrinted(data, value)) add(name + suffix, type);
  }
  addAssigned(data, root, add, seen);
  const of = (node: FixNode): Types => seen.get(node.text) ?? guess(data, node, of);
  const kinds = (types: Types) => new Set([...types].flatMap((type) => [type, ...(data.kindsOf.get(type) ?? [])]));
  return {
    of,
    ofName: (name) => seen.get(name) ?? unknown,
    isOf: (types, kind) => kind === 'any' || kinds(types).has(kind),
    fits(a, b) {
      if (a.size === 0 || b.size === 0) return true;
      const [some, others] = [kinds(a), kinds(b)];
      if (some.has('nothing') || others.has('nothing')) return true;
      return [...some].some((kind) => others.has(kind));
    },
  };
}

/** Its type, and that of its first item with the suffix `[]`. */
function* typesOfPrinted(data: FixData, value: string): Generator<readonly [string, string]> {
  let rest = value;
  for (let suffix = ''; suffix.length < 6; suffix += '[]') {
    const found = data.printed.find(({ pattern }) => pattern.test(rest));
    if (found === undefined) return;
    const match = rest.match(found.pattern)!;
    yield [suffix, found.type === '' ? (match[1] ?? '') : found.type];
    if (!found.holds) return;
    rest = rest.slice(match[0].length);
  }
}

/** Where a run told nothing of a variable: the literals and calls it is given. */
function addAssigned(
  data: FixData,
  root: FixNode,
  add: (name: string, type: string) => void,
  seen: ReadonlyMap<string, ReadonlySet<string>>,
): void {
  const told = new Set(seen.keys());
  const visit = (node: FixNode) => {
    const [left, right] = hasRole(data, node, 'assignment')
      ? [partAt(data, node, ['left']), partAt(data, node, ['right'])]
      : [];
    if (left && right && !told.has(left.text))
      for (const type of guess(data, right, () => unknown)) add(left.text, type);
    for (const child of node.children) visit(child);
  };
  visit(root);
}

function guess(data: FixData, node: FixNode, of: (node: FixNode) => Types): Types {
  const fixed =
    data.results.get(node.type) ??
    data.roleOf
      .get(node.type)
      ?.map((role) => data.results.get(role))
      .find((type) => type !== undefined);
  if (fixed !== undefined) return new Set([fixed]);
  if (hasRole(data, node, 'call')) {
    const name = partAt(data, node, ['function'])?.text.split('.').at(-1) ?? '';
    const type = data.calls.get(name);
    return type === undefined ? of(textOnly(node, `${name}()`)) : new Set([type]);
  }
  if (hasRole(data, node, 'index')) return ofItem(data, node, of);
  if (hasRole(data, node, 'group') || hasRole(data, node, 'sign')) {
    const inside = node.children.find(({ isNamed }) => isNamed);
    return inside === undefined ? unknown : of(inside);
  }
  if (!hasRole(data, node, 'arithmetic') && !hasRole(data, node, 'logical')) return unknown;
  const sides = ['left', 'right'].map((side) => partAt(data, node, [side]));
  const types = sides.map((side) => (side === null ? unknown : of(side)));
  return types.some(({ size }) => size === 0) ? unknown : new Set(types.flatMap((it) => [...it]));
}

/** Of a list's items as they were seen; a slice is of the list's own type. */
function ofItem(data: FixData, node: FixNode, of: (node: FixNode) => Types): Types {
  const [list, index] = [partAt(data, node, ['value']), partAt(data, node, ['subscript'])];
  if (list === null || index === null) return unknown;
  return hasRole(data, index, 'slice') ? of(list) : of(textOnly(list, `${list.text}[]`));
}
