/**
 * The part of a syntax tree that fixes are looked for in, copied out of the parser: walked again and again, it must not
 * cost a call into the parser at each step. Leaves out comments.
 */
import type { Node, TreeCursor } from 'web-tree-sitter';

export interface FixNode {
  readonly type: string;
  readonly isNamed: boolean;
  /** The field of its parent it fills, or `null`. */
  readonly field: string | null;
  readonly parent: FixNode | null;
  readonly children: readonly FixNode[];
  /** Offsets into the file's text, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  /** 1-based. */
  readonly line: number;
  readonly endLine: number;
  readonly text: string;
}

/** What is larger or deeper than this is not code people wrote: looking through it would take too long. */
const mostNodes = 8000;
const mostDepth = 250;

/**
 * Copies a node with all below it, as the only one of a parent of some type; `null` where that is too much. `text` is the
 * whole file's.
 */
export function copyNode(node: Node, text: string, parentType: string): FixNode | null {
  if (mostNodes < node.descendantCount) return null;
  const cursor = node.walk();
  const children: FixNode[] = [];
  const none = { type: parentType, isNamed: true, field: null, parent: null, children };
  const parent = { ...none, start: 0, end: text.length, line: 1, endLine: 1, text };
  try {
    const copied = copyAt(cursor, text, parent, 0);
    if (copied !== null) children.push(copied);
    return copied;
  } finally {
    cursor.delete();
  }
}

function copyAt(cursor: TreeCursor, text: string, parent: FixNode, depth: number): FixNode | null {
  if (mostDepth < depth) return null;
  const children: FixNode[] = [];
  const copied: FixNode = {
    type: cursor.nodeType,
    isNamed: cursor.nodeIsNamed,
    field: cursor.currentFieldName,
    parent,
    children,
    start: cursor.startIndex,
    end: cursor.endIndex,
    line: cursor.startPosition.row + 1,
    endLine: cursor.endPosition.row + 1,
    text: text.slice(cursor.startIndex, cursor.endIndex),
  };
  if (cursor.gotoFirstChild()) {
    do {
      if (cursor.nodeType.includes('comment')) continue;
      const child = copyAt(cursor, text, copied, depth + 1);
      if (child === null) return null;
      children.push(child);
    } while (cursor.gotoNextSibling());
    cursor.gotoParent();
  }
  return copied;
}

/** The node and all below it, in source order. */
export function* descendants(node: FixNode): Generator<FixNode> {
  const left = [node];
  for (let at = left.pop(); at !== undefined; at = left.pop()) {
    yield at;
    for (let index = at.children.length - 1; index >= 0; index--) left.push(at.children[index]!);
  }
}

/** Itself and what is around it, innermost first. */
export function* around(node: FixNode): Generator<FixNode> {
  for (let at: FixNode | null = node; at !== null; at = at.parent) yield at;
}

/** A node of no kind that only has a text: for asking what is known of that text. */
export function textOnly(like: FixNode, text: string): FixNode {
  return { ...like, type: '', isNamed: false, children: [], text };
}
