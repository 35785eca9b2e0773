/** What the data of a language says about a node: its roles, its place, its parts, its indentation. */
import type { FixData } from './fixData.ts';
import { around, type FixNode } from './fixNode.ts';

export function hasRole(data: FixData, { type, isNamed }: FixNode, role: string): boolean {
  return isNamed && data.roleOf.get(type)?.includes(role) === true;
}

/**
 * Where a node stands: as a value, a condition, the result of its function, for its effect, as what is stored to, as a
 * statement; `skip` where nothing below it is to be touched.
 */
export function placeOf(data: FixData, node: FixNode): string {
  const { parent } = node;
  const own = data.places.get(node.type);
  if (own !== undefined || parent === null) return own ?? 'statement';
  const name = node.field ?? partName(data, node);
  const told = data.places.get(`${parent.type}.${name}`) ?? data.places.get(`${parent.type}.*`);
  if (told !== undefined) return told;
  if (hasRole(data, parent, 'block')) return 'statement';
  return data.transparent.has(parent.type) ? placeOf(data, parent) : 'value';
}

/** A part by its field or the name the data gives it, each step of the path below the last. */
export function partAt(data: FixData, node: FixNode, path: readonly string[]): FixNode | null {
  let at: FixNode | null = node;
  for (const name of path) {
    if (at === null) return null;
    const inside: FixNode = at;
    at =
      inside.children.find(({ field }) => field === name) ??
      inside.children.find((child) => partName(data, child) === name) ??
      null;
  }
  return at;
}

function partName(data: FixData, node: FixNode): string | null {
  const siblings = node.parent?.children ?? [];
  const shape = data.parts
    .get(node.parent?.type ?? '')
    ?.find(
      (names) =>
        names.length === siblings.length &&
        names.every((name, index) => !name.startsWith('=') || name.slice(1) === siblings[index]?.text),
    );
  return shape?.[siblings.indexOf(node)] ?? null;
}

/** The innermost statement that holds a node, itself included. */
export function statementOf(data: FixData, node: FixNode): FixNode {
  for (const at of around(node)) if (hasRole(data, at, 'statement')) return at;
  return node;
}

/** A node directly in a block: what may be left out, moved, or have another put before it. */
export function isStatement(data: FixData, node: FixNode): boolean {
  return hasRole(data, node, 'statement') && node.parent !== null && hasRole(data, node.parent, 'block');
}

export function isInLoop(data: FixData, node: FixNode): boolean {
  for (const at of around(node.parent ?? node)) {
    if (hasRole(data, at, 'definition')) return false;
    if (hasRole(data, at, 'loop')) return true;
  }
  return false;
}

/** White space before a statement; `null` where something else stands before it on its line. */
export function indentationOf(text: string, { start }: FixNode): string | null {
  const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  return /^\s*$/.test(before) ? before : null;
}

/** Lines after the first moved by one step: `step` more, or as much less where it is negative. */
export function shifted(text: string, unit: string, step: 1 | -1): string {
  const lines = text.split('\n');
  return lines
    .map((line, index) => {
      if (index === 0 || line === '') return line;
      if (step === 1) return unit + line;
      return line.startsWith(unit) ? line.slice(unit.length) : line;
    })
    .join('\n');
}
