/**
 * What surrounds an element in the graph, lifted to files, classes and functions: a call from a statement counts for
 * the function it is in. Leaves out statements themselves.
 */
import type { Program } from '../core/flow/program.ts';
import { type Adjacency, along, type EdgeKind, edgesOf, kindOf, nodeKind } from '../core/graph/codeGraph.ts';
import type { ElementId, NodeId } from '../core/ids.ts';
import { type ScopeSpan, scopeSpan } from './scopeSpans.ts';

export interface NeighborQuery {
  readonly element: ElementId;
  readonly kinds: readonly EdgeKind[];
  readonly direction: 'in' | 'out' | 'both';
  readonly hops: number;
  readonly maxNodes: number;
}

interface NeighborNode extends ScopeSpan {
  readonly hops: number;
}

interface NeighborEdge {
  readonly from: ElementId;
  readonly to: ElementId;
  readonly kind: EdgeKind;
}

export interface Neighborhood {
  readonly nodes: readonly NeighborNode[];
  readonly edges: readonly NeighborEdge[];
}

/** Nodes nearest first, then in the order of files; edges among the steps taken. */
export function findNeighbors(program: Program, start: readonly NodeId[], query: NeighborQuery): Neighborhood {
  const { graph } = program;
  const idOf = (node: NodeId) => scopeSpan(program, node).element;
  const hopsOf = new Map<NodeId, number>(start.map((node) => [node, 0]));
  const edges = new Map<string, NeighborEdge>();
  let frontier = [...start];
  for (let hops = 1; hops <= query.hops; hops++) {
    const next: NodeId[] = [];
    for (const node of frontier) {
      if (query.direction !== 'in') step(node, graph.outgoing, true);
      if (query.direction !== 'out') step(node, graph.incoming, false);
    }
    frontier = next;

    function step(node: NodeId, adjacency: Adjacency, isOut: boolean): void {
      for (const [kind, other] of lifted(program, node, adjacency, query.kinds)) {
        if (!hopsOf.has(other)) {
          if (hopsOf.size >= query.maxNodes) continue;
          hopsOf.set(other, hops);
          next.push(other);
        }
        const [from, to] = isOut ? [node, other] : [other, node];
        edges.set(`${from}:${to}:${kind}`, { from: idOf(from), to: idOf(to), kind });
      }
    }
  }
  const nodes = [...hopsOf].sort(([a, near], [other, far]) => near - far || a - other);
  return { nodes: nodes.map(([node, hops]) => ({ ...scopeSpan(program, node), hops })), edges: [...edges.values()] };
}

/** Edges of an element and of the statements in it, with what the other end belongs to. */
function lifted(
  program: Program,
  node: NodeId,
  adjacency: Adjacency,
  kinds: readonly EdgeKind[],
): readonly (readonly [EdgeKind, NodeId])[] {
  const { graph } = program;
  const found: [EdgeKind, NodeId][] = [];
  for (const from of [node, ...statementsOf(program, node)]) {
    for (const { kind, node: target } of edgesOf(adjacency, from)) {
      if (!kinds.includes(kind) || (kind === 'contains' && kindOf(graph, target) === nodeKind.statement)) continue;
      const other = kindOf(graph, target) === nodeKind.statement ? ownerOf(program, target) : target;
      if (other !== node || kind === 'calls') found.push([kind, other]);
    }
  }
  return found;
}

function statementsOf({ graph }: Program, node: NodeId): readonly NodeId[] {
  const found: NodeId[] = [];
  for (const { node: target } of along(graph.outgoing, node, 'contains')) {
    if (kindOf(graph, target) === nodeKind.statement) found.push(target);
  }
  return found;
}

function ownerOf({ graph }: Program, statement: NodeId): NodeId {
  for (const { node } of along(graph.incoming, statement, 'contains')) return node;
  return statement;
}
