/** Rearrangements that text with holes cannot say: items of a list exchanged, left out, put in; numbers; statements. */

import { fillHoles } from './fillHoles.ts';
import type { FixTemplate } from './fixData.ts';
import type { FixNode } from './fixNode.ts';
import type { Slot } from './fixPools.ts';
import { hasRole, indentationOf, isStatement } from './fixShapes.ts';

/** What is to stand instead of the text between two offsets. */
export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const mostItems = 8;

export function* movesOf({ move, to }: FixTemplate, node: FixNode, slot: Slot): Generator<Replacement> {
  if (move === 'swapNext') yield* swapNext(node, slot);
  else if (move === 'insertBefore') yield* insertions(to, node, slot);
  else if (move === 'number') yield* numbers(node);
  else if (move !== null) yield* listMoves(move, to, node, slot);
}

function* listMoves(
  move: Exclude<FixTemplate['move'], null>,
  to: readonly string[],
  node: FixNode,
  slot: Slot,
): Generator<Replacement> {
  const items = itemsOf(node, slot);
  if (items.length === 0 || mostItems < items.length) {
    if (move !== 'insertItem' || items.length > 0) return;
  }
  if (move === 'insertItem') {
    yield* insertedItems(to, items, node, slot);
    return;
  }
  for (const [index, item] of items.entries()) {
    if (move === 'keepItem' && hasRole(slot.scope.data, item, 'expression'))
      yield { start: slot.node.start, end: slot.node.end, text: item.text };
    if (move === 'dropItem') yield withoutItem(items, index);
    for (const other of move === 'swapItems' ? items.slice(index + 1) : [])
      yield { start: item.start, end: other.end, text: exchanged(item, other, slot.scope.text) };
  }
}

/** An expression that makes its items has none to move; of an index it is what stands in the brackets. */
function itemsOf(node: FixNode, { scope: { data } }: Slot): readonly FixNode[] {
  if (hasRole(data, node, 'comprehension')) return [];
  const items = node.children.filter(({ isNamed }) => isNamed);
  return hasRole(data, node, 'index') ? items.slice(1) : items;
}

function exchanged(first: FixNode, second: FixNode, text: string): string {
  return second.text + text.slice(first.end, second.start) + first.text;
}

function withoutItem(items: readonly FixNode[], index: number): Replacement {
  const [item, next, previous] = [items[index]!, items[index + 1], items[index - 1]];
  if (next !== undefined) return { start: item.start, end: next.start, text: '' };
  return { start: previous === undefined ? item.start : previous.end, end: item.end, text: '' };
}

function* insertedItems(
  to: readonly string[],
  items: readonly FixNode[],
  node: FixNode,
  slot: Slot,
): Generator<Replacement> {
  for (const text of to.flatMap((template) => [...fillHoles(template, slot)])) {
    for (const item of items) yield { start: item.start, end: item.start, text: `${text}, ` };
    const last = items.at(-1);
    if (last !== undefined) yield { start: last.end, end: last.end, text: `, ${text}` };
    else if (node.text.length === 2) yield { start: node.start + 1, end: node.start + 1, text };
  }
}

function* numbers(node: FixNode): Generator<Replacement> {
  const value = Number(node.text);
  if (!Number.isFinite(value)) return;
  const others = new Set([value + 1, value - 1, 0, 1, -1, 2, -value, value * 2, value / 2]);
  others.delete(value);
  const isWhole = Number.isInteger(value);
  for (const other of others)
    if (!isWhole || Number.isInteger(other)) yield { start: node.start, end: node.end, text: String(other) };
}

function* swapNext(node: FixNode, { scope: { data, text } }: Slot): Generator<Replacement> {
  const siblings = node.parent?.children.filter((it) => isStatement(data, it)) ?? [];
  const next = siblings[siblings.indexOf(node) + 1];
  if (next === undefined) return;
  if (node.endLine !== next.line && indentationOf(text, node) !== indentationOf(text, next)) return;
  yield { start: node.start, end: next.end, text: exchanged(node, next, text) };
}

/** Before the statement; after it, too, where it is the last of its block and does not leave it. */
function* insertions(to: readonly string[], node: FixNode, slot: Slot): Generator<Replacement> {
  const { data, text: file } = slot.scope;
  const indentation = indentationOf(file, node);
  if (indentation === null) return;
  for (const text of to.flatMap((template) => [...fillHoles(template, slot)]))
    yield {
      start: node.start,
      end: node.start,
      text: `${placed(text, indentation, data.indentation)}\n${indentation}`,
    };
  const isLast = node.parent?.children.filter((it) => isStatement(data, it)).at(-1) === node;
  if (!isLast || data.roleOf.get(node.type)?.includes('leaving') === true) return;
  const after = { ...slot, offset: node.end };
  for (const text of to.flatMap((template) => [...fillHoles(template, after)]))
    yield { start: node.end, end: node.end, text: `\n${indentation}${placed(text, indentation, data.indentation)}` };
}

/** A statement's text, in which `\t` is a step of indentation, as it is to stand after some white space. */
export function placed(text: string, indentation: string, unit: string): string {
  return text.replaceAll('\n\t', `\n${indentation}${unit}`).replaceAll(/\n(?=\S)/g, `\n${indentation}`);
}
