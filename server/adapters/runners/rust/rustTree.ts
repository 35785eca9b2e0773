/** A syntax tree of Rust, asked by node. Leaves out what nodes mean for tests or probes. */
import type { SourceTree } from '../../../syntax/sourceTrees.ts';

/** A node, by its index in source order; a parent's is smaller than its children's. */
export type Node = number;

export interface RustTree {
  readonly text: string;
  readonly root: Node;
  type(node: Node): string;
  textOf(node: Node): string;
  start(node: Node): number;
  end(node: Node): number;
  /** From 1. */
  line(node: Node): number;
  parent(node: Node): Node | null;
  /** Named children, comments left out, in order. */
  children(node: Node): readonly Node[];
  field(node: Node, name: string): Node | null;
  /** Texts of the attributes before a node, without `#[` and `]`, and where the first of them begins. */
  attributes(node: Node): Attributes;
}

export interface Attributes {
  readonly texts: readonly string[];
  readonly start: number;
}

/** The tree as long as no other text is parsed. */
export function rustTree({ text, table, typeNames, fieldNames, isNamed }: SourceTree): RustTree {
  const lineStarts = startsOfLines(text);
  const type = (node: Node) => typeNames[table.type[node]!]!;
  const isComment = (node: Node) => type(node).endsWith('_comment');
  const children = (node: Node) => {
    const found: Node[] = [];
    for (let child = node + 1; child < table.after[node]!; child = table.after[child]!) {
      if (isNamed[table.type[child]!] && !isComment(child)) found.push(child);
    }
    return found;
  };
  const textOf = (node: Node) => text.slice(table.start[node], table.end[node]);
  return {
    text,
    root: 0,
    type,
    textOf,
    start: (node) => table.start[node]!,
    end: (node) => table.end[node]!,
    line: (node) => lineAt(lineStarts, table.start[node]!),
    parent: (node) => (table.parent[node]! < 0 ? null : table.parent[node]!),
    children,
    field(node, name) {
      for (let child = node + 1; child < table.after[node]!; child = table.after[child]!) {
        if (fieldNames[table.field[child]!] === name && isNamed[table.type[child]!]) return child;
      }
      return null;
    },
    attributes(node) {
      const above = table.parent[node]!;
      let texts: string[] = [];
      let start = table.start[node]!;
      if (above < 0) return { texts, start };
      for (const sibling of children(above)) {
        if (sibling === node) return { texts, start };
        if (type(sibling) !== 'attribute_item') {
          texts = [];
          start = table.start[node]!;
          continue;
        }
        if (texts.length === 0) start = table.start[sibling]!;
        texts.push(
          textOf(sibling)
            .replace(/^#\s*\[\s*/, '')
            .replace(/\s*\]$/, ''),
        );
      }
      return { texts: [], start: table.start[node]! };
    },
  };
}

function startsOfLines(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  for (let high = starts.length; low < high; ) {
    const middle = (low + high) >> 1;
    if (starts[middle]! <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
