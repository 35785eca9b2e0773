/**
 * One file's part of the graph, as columns. What other files mean to it, and it to them, is kept by anchors rather than
 * by node: a file whose lines moved has other nodes, but the anchors it was known by stay.
 */
import type { IntegerColumn } from '../integerColumn.ts';
import type { CallFacts } from './fileFacts.ts';

/** Edges by node of the file: those of `n` are `offsets[n]` up to `offsets[n + 1]`. */
export interface LocalAdjacency {
  readonly offsets: IndexColumn;
  readonly targets: IndexColumn;
  readonly kinds: Uint8Array;
  readonly labels: IndexColumn;
}

/** Indexes, as wide as the file needs. */
export type IndexColumn = Uint16Array | Uint32Array;

/** What follows from the file's text alone. Nodes are the file's scopes, the module first, then its statements. */
export interface FileGraph {
  readonly nNodes: number;
  readonly nScopes: number;
  /** By scope, of `nodeKind`. */
  readonly scopeKinds: Uint8Array;
  readonly outgoing: LocalAdjacency;
  /** The same edges from their other end, made when first asked for. */
  readonly incoming: LocalAdjacency;
}

/** What others know a file by: a scope, or a definition that is read elsewhere. */
export interface Anchors {
  /** The node of each anchor in the file; -1 for what is gone. */
  readonly node: readonly number[];
  /** The name of a definition, index into the file's names; 0 for a scope. */
  readonly label: readonly number[];
}

/** Edges between nodes of this file and anchors of any, sorted by node. */
export interface LinkTable {
  readonly own: IntegerColumn;
  readonly kind: Uint8Array;
  readonly file: IntegerColumn;
  readonly anchor: IntegerColumn;
  readonly label: IntegerColumn;
}

/** How a call runs what it runs; `calls` edges carry an index of these. */
export interface LinkedCall {
  readonly call: CallFacts;
  readonly file: number;
  readonly anchor: number;
  readonly nImplicit: number;
  readonly receiverIsWritten: boolean;
}

/** What names of the file mean in the repository. */
export interface Links {
  /** The files that the links lead to or come from, in order. */
  readonly targets: Uint32Array;
  /** From this file: calls, imports, inheritance. */
  readonly forward: LinkTable;
  /** To this file: values it reads that are written elsewhere. */
  readonly backward: LinkTable;
  readonly calls: readonly LinkedCall[];
  /** Calls of the file that nothing certain is known of. */
  readonly unresolved: IntegerColumn;
}

export interface Segment {
  readonly own: FileGraph;
  readonly anchors: Anchors;
  readonly links: Links;
}

/** The first place in a sorted column that is not below `value`. */
export function lowerBound(column: IntegerColumn | Uint32Array, value: number): number {
  let low = 0;
  for (let high = column.length; low < high; ) {
    const middle = (low + high) >> 1;
    if (column[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
