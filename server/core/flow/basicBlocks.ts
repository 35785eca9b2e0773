/** Runs of statements that control enters at the first and leaves at the last; sets are solved per block. */
import { entry, type FlowGraph, flowEdge } from './flowGraph.ts';

export interface BasicBlocks {
  readonly nBlocks: number;
  /** The nodes of block `b` are those from `from[b]` up to `from[b + 1]`. */
  readonly nodes: Int32Array;
  readonly from: Int32Array;
  /** Blocks that may come before block `b`: those from `predecessorsFrom[b]` up to `predecessorsFrom[b + 1]`. */
  readonly predecessors: Int32Array;
  readonly predecessorsFrom: Int32Array;
}

export function basicBlocks(graph: FlowGraph): BasicBlocks {
  const { nNodes } = graph;
  const nodes = new Int32Array(nNodes);
  const from = new Int32Array(nNodes + 1);
  const blockOf = new Int32Array(nNodes).fill(-1);
  let nBlocks = 0;
  let length = 0;
  for (let leader = 0; leader < nNodes; leader++) {
    if (!leads(graph, leader)) continue;
    from[nBlocks] = length;
    for (let at = leader; ; ) {
      blockOf[at] = nBlocks;
      nodes[length++] = at;
      if (graph.firstOut[at]! < 0 || graph.forks(at)) break;
      at = graph.to[graph.firstOut[at]!]!;
      if (leads(graph, at) || blockOf[at]! >= 0) break;
    }
    nBlocks++;
  }
  from[nBlocks] = length;
  return { nBlocks, nodes, from, ...linkBlocks(graph, { nBlocks, nodes, from }, blockOf) };
}

function leads(graph: FlowGraph, node: number): boolean {
  if (node === entry) return true;
  const only = graph.onlyPredecessor(node);
  return only < 0 || graph.forks(only);
}

function linkBlocks(
  graph: FlowGraph,
  { nBlocks, nodes, from }: Pick<BasicBlocks, 'nBlocks' | 'nodes' | 'from'>,
  blockOf: Int32Array,
): Pick<BasicBlocks, 'predecessors' | 'predecessorsFrom'> {
  const predecessorsFrom = new Int32Array(nBlocks + 1);
  const predecessors = new Int32Array(nBlocks === 1 ? 1 : graph.nEdges);
  let length = 0;
  for (let block = 0; block < nBlocks; block++) {
    predecessorsFrom[block] = length;
    // Only the first node of a block has edges in from other blocks, and from its own end.
    const first = nodes[from[block]!]!;
    for (let edge = graph.firstIn[first]!; edge >= 0; edge = graph.nextIn[edge]!) {
      const before = blockOf[graph.from[edge]!]!;
      if (before >= 0 && graph.kind[edge] !== flowEdge.pseudo) predecessors[length++] = before;
    }
  }
  predecessorsFrom[nBlocks] = length;
  return { predecessors, predecessorsFrom };
}
