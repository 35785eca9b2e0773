/**
 * Which statements decide whether a statement runs: J. Ferrante, K. Ottenstein, J. Warren, "The Program Dependence
 * Graph and Its Use in Optimization", TOPLAS 9(3), 1987, §3.1. Post-dominators as in K. Cooper, T. Harvey, K. Kennedy,
 * "A Simple, Fast Dominance Algorithm", 2001. Leaves out the edges of exceptions that any statement might raise: with
 * them every line of a `try` would depend on every line before it.
 */
import { exit, type FlowGraph, flowEdge } from './flowGraph.ts';

/** Calls `found` for all control dependences between statements of one scope; a loop's on itself is left out. */
export function controlDependences(
  graph: FlowGraph,
  found: (controllingStatement: number, dependentStatement: number) => void,
): void {
  let parent: Int32Array | null = null;
  let seen: Int32Array | null = null;
  for (let branch = 0; branch < graph.nNodes; branch++) {
    const controller = graph.statement[branch]!;
    if (controller < 0 || !decides(graph, branch)) continue;
    parent ??= postDominators(graph);
    seen ??= new Int32Array(graph.nNodes);
    seen[branch] = branch;
    for (let edge = graph.firstOut[branch]!; edge >= 0; edge = graph.nextOut[edge]!) {
      if (graph.kind[edge] === flowEdge.exceptional) continue;
      for (let at = graph.to[edge]!; at !== parent[branch] && at !== exit && at >= 0; at = parent[at]!) {
        if (seen[at] === branch) continue;
        seen[at] = branch;
        if (graph.statement[at]! >= 0) found(controller, graph.statement[at]!);
      }
    }
  }
}

/** Whether more than one edge that is not exceptional leads out. */
function decides(graph: FlowGraph, node: number): boolean {
  let plain = 0;
  for (let edge = graph.firstOut[node]!; edge >= 0; edge = graph.nextOut[edge]!) {
    if (graph.kind[edge] !== flowEdge.exceptional) plain++;
  }
  return plain > 1;
}

/** An exceptional edge counts only where it is the only one. */
function counts(graph: FlowGraph, edge: number): boolean {
  return graph.kind[edge] !== flowEdge.exceptional || !graph.forks(graph.from[edge]!);
}

/** The immediate post-dominator of each node; -1 for the exit and for nodes that never reach it. */
function postDominators(graph: FlowGraph): Int32Array {
  const order = postOrderOfReverse(graph);
  const rank = new Int32Array(graph.nNodes).fill(-1);
  for (let index = 0; index < order.length; index++) rank[order[index]!] = index;
  const parent = new Int32Array(graph.nNodes).fill(-1);
  parent[exit] = exit;
  for (let changed = true; changed; ) {
    changed = false;
    for (let index = order.length - 2; index >= 0; index--) {
      const node = order[index]!;
      let nearest = -1;
      for (let edge = graph.firstOut[node]!; edge >= 0; edge = graph.nextOut[edge]!) {
        const successor = graph.to[edge]!;
        if (!counts(graph, edge) || rank[successor]! < 0 || parent[successor]! < 0) continue;
        nearest = nearest < 0 ? successor : meet(parent, rank, nearest, successor);
      }
      if (nearest >= 0 && parent[node] !== nearest) {
        parent[node] = nearest;
        changed = true;
      }
    }
  }
  parent[exit] = -1;
  return parent;
}

function meet(parent: Int32Array, rank: Int32Array, left: number, right: number): number {
  let a = left;
  let b = right;
  while (a !== b) {
    while (rank[a]! < rank[b]!) a = parent[a]!;
    while (rank[b]! < rank[a]!) b = parent[b]!;
  }
  return a;
}

/** Post-order of the reversed graph from the exit; the exit comes last. */
function postOrderOfReverse(graph: FlowGraph): Int32Array {
  const order = new Int32Array(graph.nNodes);
  const seen = new Uint8Array(graph.nNodes);
  const open = new Int32Array(graph.nNodes);
  /** For each open node the next edge into it. */
  const next = new Int32Array(graph.nNodes);
  let [length, depth] = [0, 1];
  open[0] = exit;
  next[0] = graph.firstIn[exit]!;
  seen[exit] = 1;
  while (depth > 0) {
    const edge = next[depth - 1]!;
    if (edge < 0) {
      order[length++] = open[--depth]!;
      continue;
    }
    next[depth - 1] = graph.nextIn[edge]!;
    const predecessor = graph.from[edge]!;
    if (seen[predecessor] === 1 || !counts(graph, edge)) continue;
    seen[predecessor] = 1;
    open[depth] = predecessor;
    next[depth++] = graph.firstIn[predecessor]!;
  }
  return order.subarray(0, length);
}
