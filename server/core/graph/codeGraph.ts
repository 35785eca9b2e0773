/**
 * The repository as nodes and edges in typed arrays, edges in both directions. Immutable: a change makes the next one.
 * Leaves out the facts behind the edges, which stay with their files.
 */
import type { NodeId } from '../ids.ts';

export const nodeKind = { file: 0, class: 1, function: 2, statement: 3 } as const;
export type NodeKind = keyof typeof nodeKind;

export const edgeKind = { contains: 0, imports: 1, calls: 2, inherits: 3, defUse: 4, controlDependence: 5 } as const;
export type EdgeKind = keyof typeof edgeKind;
export const edgeKinds = Object.keys(edgeKind) as readonly EdgeKind[];

/** One direction of the edges: those of node `n` are `offsets[n]` up to `offsets[n + 1]`. */
export interface Adjacency {
  readonly offsets: Uint32Array;
  readonly targets: Uint32Array;
  readonly kinds: Uint8Array;
  /** For `defUse` the definition's name in its own file; for `calls` the index of the call link; else 0. */
  readonly labels: Uint32Array;
}

export interface CodeGraph {
  readonly nNodes: number;
  readonly kind: Uint8Array;
  /** Index of the node's file. */
  readonly file: Uint32Array;
  /** Index among the scopes or statements of its file. */
  readonly index: Uint32Array;
  /** The file's own node, then its scopes, then its statements follow one another from here. */
  readonly fileNodes: Uint32Array;
  readonly scopeCounts: Uint32Array;
  readonly outgoing: Adjacency;
  readonly incoming: Adjacency;
}

export interface Edge {
  readonly node: NodeId;
  /** For `defUse` the definition's name in its own file; for `calls` what `linkOf` takes; else 0. */
  readonly label: number;
}

export interface KindOfEdge extends Edge {
  readonly kind: EdgeKind;
}

export function kindOf(graph: CodeGraph, node: NodeId): number {
  return graph.kind[node]!;
}

/** Index of a node's file. */
export function fileOf(graph: CodeGraph, node: NodeId): number {
  return graph.file[node]!;
}

/** Index of a node among the scopes or statements of its file. */
export function indexOf(graph: CodeGraph, node: NodeId): number {
  return graph.index[node]!;
}

/** The node of a file. Its module scope is the same node. */
export function scopeNode(graph: CodeGraph, file: number, scope: number): NodeId {
  return (graph.fileNodes[file]! + scope) as NodeId;
}

export function statementNode(graph: CodeGraph, file: number, statement: number): NodeId {
  return (graph.fileNodes[file]! + graph.scopeCounts[file]! + statement) as NodeId;
}

/** Neighbours along edges of one kind. */
export function* along(adjacency: Adjacency, node: NodeId, kind: EdgeKind): Generator<Edge> {
  const wanted = edgeKind[kind];
  for (let at = adjacency.offsets[node]!; at < adjacency.offsets[node + 1]!; at++) {
    if (adjacency.kinds[at] === wanted) yield { node: adjacency.targets[at]! as NodeId, label: adjacency.labels[at]! };
  }
}

/** Neighbours along edges of every kind. */
export function* edgesOf(adjacency: Adjacency, node: NodeId): Generator<KindOfEdge> {
  for (let at = adjacency.offsets[node]!; at < adjacency.offsets[node + 1]!; at++) {
    const kind = edgeKinds[adjacency.kinds[at]!]!;
    yield { kind, node: adjacency.targets[at]! as NodeId, label: adjacency.labels[at]! };
  }
}

export function countEdges(graph: CodeGraph): Readonly<Record<EdgeKind, number>> {
  const counts = { contains: 0, imports: 0, calls: 0, inherits: 0, defUse: 0, controlDependence: 0 };
  for (const kind of graph.outgoing.kinds) counts[edgeKinds[kind]!]++;
  return counts;
}
