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

/** Copies a node with all below it, as the only one of a parent of some type. `text` is the whole file's. */
export function copyNode(node: Node, text: string, parentType: string): FixNode {
  const cursor = node.walk();
  const children: FixNode[] = [];
  const none = { type: parentType, isNamed: true, field: null, parent: null, children };
  const parent = { ...none, start: 0, end: text.length, line: 1, endLine: 1, text };
  try {
    const copied = copyAt(cursor, text, parent);
    children.push(copied);
    return copied;
  } finally {
    cursor.delete();
  }
}

function copyAt(cursor: TreeCursor, text: string, parent: FixNode): FixNode {
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
      if (!cursor.nodeType.includes('comment')) children.push(copyAt(cursor, text, copied));
    } while (cursor.gotoNextSibling());
    cursor.gotoParent();
  }
  return copied;
}

/** The node and all below it, in source order. */
export function* descendants(node: FixNode): Generator<FixNode> {
  yield node;
  for (const child of node.children) yield* descendants(child);
}

/** Itself and what is around it, innermost first. */
export function* around(node: FixNode): Generator<FixNode> {
  for (let at: FixNode | null = node; at !== null; at = at.parent) yield at;
}

/** A node of no kind that only has a text: for asking what is known of that text. */
export function textOnly(like: FixNode, text: string): FixNode {
  return { ...like, type: '', isNamed: false, children: [], text };
}
