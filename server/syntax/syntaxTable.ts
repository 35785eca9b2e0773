/**
 * A syntax tree as columns, in source order: what the extractor reads instead of tree nodes, so that the tree can be
 * freed at once and no later step crosses into wasm. Offsets are UTF-16 units of the text, as `String.slice` takes them.
 */
import type { Tree, TreeCursor } from 'web-tree-sitter';

export interface SyntaxTable {
  readonly length: number;
  readonly type: Uint16Array;
  readonly field: Uint16Array;
  readonly start: Uint32Array;
  readonly end: Uint32Array;
  readonly parent: Int32Array;
  /** The first index after the node and all below it; so the next sibling, if there is one. */
  readonly after: Uint32Array;
}

/** Copies a tree into columns with one walk of tree-sitter's own cursor. The caller deletes the tree. */
export function tabulate(tree: Tree): SyntaxTable {
  let columns = allocate(1 << 12);
  let length = 0;
  const cursor = tree.walk();
  const open: number[] = [];
  try {
    for (;;) {
      if (length === columns.type.length) columns = grow(columns);
      read(cursor, columns, length, open.at(-1) ?? -1);
      const index = length++;
      if (cursor.gotoFirstChild()) {
        open.push(index);
        continue;
      }
      columns.after[index] = length;
      while (!cursor.gotoNextSibling()) {
        const above = open.pop();
        if (above === undefined) return { ...columns, length };
        columns.after[above] = length;
        cursor.gotoParent();
      }
    }
  } finally {
    cursor.delete();
  }
}

export type Columns = Omit<SyntaxTable, 'length'>;

function read(cursor: TreeCursor, columns: Columns, index: number, parent: number): void {
  columns.type[index] = cursor.nodeTypeId;
  columns.field[index] = cursor.currentFieldId;
  columns.start[index] = cursor.startIndex;
  columns.end[index] = cursor.endIndex;
  columns.parent[index] = parent;
}

export function allocate(capacity: number): Columns {
  return {
    type: new Uint16Array(capacity),
    field: new Uint16Array(capacity),
    start: new Uint32Array(capacity),
    end: new Uint32Array(capacity),
    parent: new Int32Array(capacity),
    after: new Uint32Array(capacity),
  };
}

export function grow(columns: Columns): Columns {
  const larger = allocate(columns.type.length * 2);
  larger.type.set(columns.type);
  larger.field.set(columns.field);
  larger.start.set(columns.start);
  larger.end.set(columns.end);
  larger.parent.set(columns.parent);
  larger.after.set(columns.after);
  return larger;
}
