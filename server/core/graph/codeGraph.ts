/**
 * The repository as nodes and edges. Kept as one segment per file, so that a change of a file replaces its segment and
 * no other; read as one graph. Immutable: a change makes the next one. Leaves out the facts behind the edges.
 */
import type { NodeId } from '../ids.ts';
import { type InboundLinks, inboundLinks, visitInbound } from './inboundLinks.ts';
import { type LinkTable, type LocalAdjacency, lowerBound, type Segment } from './segment.ts';

export const nodeKind = { file: 0, class: 1, function: 2, statement: 3 } as const;
export type NodeKind = keyof typeof nodeKind;

export const edgeKind = {
  contains: 0,
  imports: 1,
  calls: 2,
  inherits: 3,
  defUse: 4,
  controlDependence: 5,
  mentions: 6,
  /** From a method to the one above that it stands in for. */
  overrides: 7,
} as const;
export type EdgeKind = keyof typeof edgeKind;
export const edgeKinds = Object.keys(edgeKind) as readonly EdgeKind[];

export interface Edge {
  readonly node: NodeId;
  /** For `defUse` the definition's name in its own file; for `calls` what `linkOf` takes; else 0. */
  readonly label: number;
}

export interface KindOfEdge extends Edge {
  readonly kind: EdgeKind;
}

/** One direction of the edges. */
export interface Adjacency {
  readonly graph: CodeGraph;
  readonly isOut: boolean;
}

/** Nodes are numbered from the first file on; a number means nothing in another graph. */
export interface CodeGraph {
  readonly nNodes: number;
  /** The file's own node, then its scopes, then its statements follow one another from here; a last entry ends them. */
  readonly fileNodes: Uint32Array;
  readonly segments: readonly Segment[];
  readonly outgoing: Adjacency;
  readonly incoming: Adjacency;
  /** The file of every 64th node. */
  readonly landmarks: Uint32Array;
  readonly inbound: InboundLinks;
}

const landmarkBits = 6;

/** Reads segments as one graph. With `before`, only the files `changed` have segments that its graph had not. */
export function createGraph(
  segments: readonly Segment[],
  before: { readonly graph: CodeGraph; readonly changed: readonly number[] } | null,
): CodeGraph {
  const fileNodes = new Uint32Array(segments.length + 1);
  segments.forEach(({ own }, file) => {
    fileNodes[file + 1] = fileNodes[file]! + own.nNodes;
  });
  const nNodes = fileNodes[segments.length]!;
  const landmarks = new Uint32Array((nNodes >> landmarkBits) + 1);
  for (let file = 0, landmark = 0; landmark < landmarks.length; landmark++) {
    while (file < segments.length - 1 && fileNodes[file + 1]! <= landmark << landmarkBits) file++;
    landmarks[landmark] = file;
  }
  const inbound = before === null ? inboundLinks(segments) : before.graph.inbound.next(segments, before.changed);
  const graph = { nNodes, fileNodes, segments, landmarks, inbound } as CodeGraph;
  return Object.assign(graph, { outgoing: { graph, isOut: true }, incoming: { graph, isOut: false } });
}

/** Index of a node's file. */
export function fileOf({ landmarks, fileNodes }: CodeGraph, node: NodeId): number {
  let file = landmarks[node >> landmarkBits]!;
  while (fileNodes[file + 1]! <= node) file++;
  return file;
}

export function kindOf(graph: CodeGraph, node: NodeId): number {
  const file = fileOf(graph, node);
  const local = node - graph.fileNodes[file]!;
  const { nScopes, scopeKinds } = graph.segments[file]!.own;
  return local < nScopes ? scopeKinds[local]! : nodeKind.statement;
}

/** Index of a node among the scopes or statements of its file. */
export function indexOf(graph: CodeGraph, node: NodeId): number {
  const file = fileOf(graph, node);
  const local = node - graph.fileNodes[file]!;
  const { nScopes } = graph.segments[file]!.own;
  return local < nScopes ? local : local - nScopes;
}

/** The node of a file. Its module scope is the same node. */
export function scopeNode(graph: CodeGraph, file: number, scope: number): NodeId {
  return (graph.fileNodes[file]! + scope) as NodeId;
}

export function statementNode(graph: CodeGraph, file: number, statement: number): NodeId {
  return (graph.fileNodes[file]! + graph.segments[file]!.own.nScopes + statement) as NodeId;
}

/** The node an anchor of a file stands for; -1 where it is gone. */
export function anchorNode(graph: CodeGraph, file: number, anchor: number): NodeId {
  const local = graph.segments[file]!.anchors.node[anchor]!;
  return (local < 0 ? -1 : graph.fileNodes[file]! + local) as NodeId;
}

/** Neighbours along edges of one kind. */
export function along(adjacency: Adjacency, node: NodeId, kind: EdgeKind): readonly Edge[] {
  const edges: Edge[] = [];
  visitEdges(adjacency, node, edgeKind[kind], (_, other, label) => edges.push({ node: other as NodeId, label }));
  return edges;
}

/** The same without labels. */
export function othersAlong(adjacency: Adjacency, node: NodeId, kind: EdgeKind): readonly NodeId[] {
  const nodes: NodeId[] = [];
  visitEdges(adjacency, node, edgeKind[kind], (_, other) => nodes.push(other as NodeId));
  return nodes;
}

/** Neighbours along edges of every kind. */
export function edgesOf(adjacency: Adjacency, node: NodeId): readonly KindOfEdge[] {
  const edges: KindOfEdge[] = [];
  visitEdges(adjacency, node, -1, (kind, other, label) => {
    edges.push({ kind: edgeKinds[kind]!, node: other as NodeId, label });
  });
  return edges;
}

/** Calls `found` with each edge of a node, those of one kind or, for -1, all: kind, other end, label. */
function visitEdges(
  { graph, isOut }: Adjacency,
  node: NodeId,
  kind: number,
  found: (kind: number, node: number, label: number) => void,
): void {
  const file = fileOf(graph, node);
  const first = graph.fileNodes[file]!;
  const local = node - first;
  const { own, links } = graph.segments[file]!;
  visitLocal(isOut ? own.outgoing : own.incoming, local, first, kind, found);
  if (kind === edgeKind.contains || kind === edgeKind.controlDependence) return;
  visitLinks(graph, isOut ? links.forward : links.backward, local, kind, found);
  const { forward, backward } = graph.inbound.of(file);
  visitInbound(isOut ? backward : forward, local, (linkKind, from, far, label) => {
    if (kind < 0 || kind === linkKind) found(linkKind, graph.fileNodes[from]! + far, label);
  });
}

function visitLocal(
  { offsets, targets, kinds, labels }: LocalAdjacency,
  local: number,
  first: number,
  kind: number,
  found: (kind: number, node: number, label: number) => void,
): void {
  for (let at = offsets[local]!; at < offsets[local + 1]!; at++) {
    if (kind < 0 || kinds[at] === kind) found(kinds[at]!, first + targets[at]!, labels[at]!);
  }
}

function visitLinks(
  graph: CodeGraph,
  table: LinkTable,
  local: number,
  kind: number,
  found: (kind: number, node: number, label: number) => void,
): void {
  for (let at = lowerBound(table.own, local); table.own[at] === local; at++) {
    if (kind >= 0 && table.kind[at] !== kind) continue;
    const { anchors } = graph.segments[table.file[at]!]!;
    const anchor = table.anchor[at]!;
    const other = anchors.node[anchor]!;
    const label = table.kind[at] === edgeKind.defUse ? anchors.label[anchor]! : table.label[at]!;
    if (other >= 0) found(table.kind[at]!, graph.fileNodes[table.file[at]!]! + other, label);
  }
}

export function countEdges({ segments }: CodeGraph): Readonly<Record<EdgeKind, number>> {
  const counts = {
    contains: 0,
    imports: 0,
    calls: 0,
    inherits: 0,
    defUse: 0,
    controlDependence: 0,
    mentions: 0,
    overrides: 0,
  };
  for (const { own, links } of segments) {
    for (const kinds of [own.outgoing.kinds, links.forward.kind, links.backward.kind]) {
      for (const kind of kinds) counts[edgeKinds[kind]!]++;
    }
  }
  return counts;
}
