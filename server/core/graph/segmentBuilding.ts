/** Collects the edges of one file and hands them over as columns. Equal edges are kept once. */
import { columnOf } from '../integerColumn.ts';
import type { IndexColumn, LinkTable, LocalAdjacency } from './segment.ts';

/** Edges between nodes of one file. */
export class LocalEdges {
  readonly #rows: number[] = [];

  add(kind: number, from: number, to: number, label = 0): void {
    this.#rows.push(kind, from, to, label);
  }

  /** The edges by source node; each node's by kind, target and label. */
  bySource(nNodes: number): LocalAdjacency {
    const rows = this.#rows;
    const offsets = new Uint32Array(nNodes + 1);
    for (let row = 0; row < rows.length; row += 4) offsets[rows[row + 1]! + 1]!++;
    for (let node = 0; node < nNodes; node++) offsets[node + 1]! += offsets[node]!;
    const next = offsets.slice();
    const order = new Uint32Array(rows.length / 4);
    for (let row = 0; row < rows.length; row += 4) order[next[rows[row + 1]!]!++] = row;
    const compare = (a: number, b: number) =>
      rows[a]! - rows[b]! || rows[a + 2]! - rows[b + 2]! || rows[a + 3]! - rows[b + 3]!;

    const targets = new Uint32Array(order.length);
    const kinds = new Uint8Array(order.length);
    const labels = new Uint32Array(order.length);
    let length = 0;
    let start = 0;
    for (let node = 0; node < nNodes; node++) {
      const end = offsets[node + 1]!;
      sortRun(order, start, end, compare);
      for (let at = start; at < end; at++) {
        const row = order[at]!;
        if (at > start && compare(order[at - 1]!, row) === 0) continue;
        kinds[length] = rows[row]!;
        targets[length] = rows[row + 2]!;
        labels[length++] = rows[row + 3]!;
      }
      start = end;
      offsets[node + 1] = length;
    }
    return {
      offsets: narrowed(offsets),
      targets: narrowed(targets.subarray(0, length)),
      kinds: kinds.slice(0, length),
      labels: narrowed(labels.subarray(0, length)),
    };
  }
}

/** A copy of a column that is no wider than its values. */
function narrowed(column: Uint32Array): IndexColumn {
  for (const value of column) if (value > 0xffff) return column.slice();
  return Uint16Array.from(column);
}

/** The same edges by target node; each node's by kind, source and label. A counting sort by kind, then one by target. */
export function transposed({ offsets, targets, kinds, labels }: LocalAdjacency): LocalAdjacency {
  const nNodes = offsets.length - 1;
  const ends = new Uint32Array(nNodes + 1);
  const kindEnds = new Uint32Array(nKinds + 1);
  for (let at = 0; at < targets.length; at++) {
    ends[targets[at]! + 1]!++;
    kindEnds[kinds[at]! + 1]!++;
  }
  for (let kind = 0; kind < nKinds; kind++) kindEnds[kind + 1]! += kindEnds[kind]!;
  for (let node = 0; node < nNodes; node++) ends[node + 1]! += ends[node]!;
  const byKind = new Uint32Array(targets.length);
  const from = new Uint32Array(targets.length);
  for (let node = 0, at = 0; node < nNodes; node++) {
    for (const end = offsets[node + 1]!; at < end; at++) {
      from[at] = node;
      byKind[kindEnds[kinds[at]!]!++] = at;
    }
  }
  const next = ends.slice();
  const [sources, kindsOf, labelsOf] = [
    new Uint32Array(targets.length),
    new Uint8Array(targets.length),
    new Uint32Array(targets.length),
  ];
  for (const at of byKind) {
    const to = next[targets[at]!]!++;
    sources[to] = from[at]!;
    kindsOf[to] = kinds[at]!;
    labelsOf[to] = labels[at]!;
  }
  return { offsets: narrowed(ends), targets: narrowed(sources), kinds: kindsOf, labels: narrowed(labelsOf) };
}

/** Kinds of edges are below this. */
const nKinds = 16;

/** Edges between nodes of one file and anchors of any. */
export class AnchoredEdges {
  readonly #rows: number[] = [];

  add(kind: number, own: number, file: number, anchor: number, label = 0): void {
    this.#rows.push(own, kind, file, anchor, label);
  }

  finish(): LinkTable {
    const rows = this.#rows;
    const compare = (a: number, b: number) =>
      rows[a]! - rows[b]! ||
      rows[a + 1]! - rows[b + 1]! ||
      rows[a + 2]! - rows[b + 2]! ||
      rows[a + 3]! - rows[b + 3]! ||
      rows[a + 4]! - rows[b + 4]!;
    const order: number[] = [];
    for (let row = 0; row < rows.length; row += 5) order.push(row);
    order.sort(compare);
    const sorted: number[] = [];
    for (let at = 0; at < order.length; at++) {
      const row = order[at]!;
      if (at > 0 && compare(row, order[at - 1]!) === 0) continue;
      sorted.push(rows[row]!, rows[row + 1]!, rows[row + 2]!, rows[row + 3]!, rows[row + 4]!);
    }
    return {
      own: columnOf(sorted, 5, 0),
      kind: Uint8Array.from(columnOf(sorted, 5, 1)),
      file: columnOf(sorted, 5, 2),
      anchor: columnOf(sorted, 5, 3),
      label: columnOf(sorted, 5, 4),
    };
  }
}

/** Runs longer than this are sorted by the engine. */
const longestInsertion = 24;

/** Sorts part of a column: short runs by insertion, which most are. */
function sortRun(order: Uint32Array, start: number, end: number, compare: (a: number, b: number) => number): void {
  if (end - start > longestInsertion) {
    order.subarray(start, end).sort(compare);
    return;
  }
  for (let at = start + 1; at < end; at++) {
    const row = order[at]!;
    let to = at;
    while (to > start && compare(order[to - 1]!, row) > 0) {
      order[to] = order[to - 1]!;
      to--;
    }
    order[to] = row;
  }
}
