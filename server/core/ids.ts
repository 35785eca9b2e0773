/**
 * Branded ids and positions: numbers that mean different things cannot be mixed up.
 * Leaves out conversion from tree-sitter rows, which happens once, in `syntax`.
 */
declare const brand: unique symbol;
type Branded<Value, Name extends string> = Value & { readonly [brand]: Name };

/** A line number as people count: the first line is 1. */
export type Line = Branded<number, 'Line'>;

/** A node of one `CodeGraph`; meaningless in any other. */
export type NodeId = Branded<number, 'NodeId'>;

/** `file::Qualified.name` of a function or class; the bare file for module-level code. */
export type ElementId = Branded<string, 'ElementId'>;

/** Takes a 1-based number for a line. The caller vouches that it counts from 1. */
export function line(oneBased: number): Line {
  return oneBased as Line;
}

/** Takes a 0-based row, as parsers count, for a line. */
export function lineOfRow(row: number): Line {
  return (row + 1) as Line;
}

export function elementId(file: string, qualifiedName: string | null): ElementId {
  return (qualifiedName === null || qualifiedName === '' ? file : `${file}::${qualifiedName}`) as ElementId;
}
