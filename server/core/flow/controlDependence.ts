/**
 * Which statements decide whether a statement runs: J. Ferrante, K. Ottenstein, J. Warren, "The Program Dependence
 * Graph and Its Use in Optimization", TOPLAS 9(3), 1987, §3.1. Post-dominators as in K. Cooper, T. Harvey, K. Kennedy,
 * "A Simple, Fast Dominance Algorithm", 2001. Leaves out the edges of exceptions that any statement might raise: with
 * them every line of a `try` would depend on every line before it.
 */
import { exit, type FlowGraph, flowEdge } from './flowGraph.ts';

export interface ControlDependence {
  readonly controller: number;
  readonly dependent: number;
}

/** All control dependences between statements of one scope; a loop's dependence on itself is left out. */
export function controlDependences(graph: FlowGraph): readonly ControlDependence[] {
  const branches = graph.statements.flatMap((_, node) => (decides(graph, node) ? [node] : []));
  if (branches.length === 0) return [];
  const parent = postDominators(graph);
  const found: ControlDependence[] = [];
  for (const branch of branches) {
    const seen = new Set<number>([branch]);
    for (const successor of decidedSuccessors(graph, branch)) {
      for (let at = successor; at !== parent[branch] && at !== exit && at >= 0; at = parent[at]!) {
        if (seen.has(at)) continue;
        seen.add(at);
        if (graph.statements[at]! >= 0) {
          found.push({ controller: graph.statements[branch]!, dependent: graph.statements[at]! });
        }
      }
    }
  }
  return found;
}

function decides(graph: FlowGraph, node: number): boolean {
  return graph.statements[node]! >= 0 && decidedSuccessors(graph, node).length > 1;
}

function decidedSuccessors(graph: FlowGraph, node: number): readonly number[] {
  const successors = graph.successors[node]!;
  if (successors.length < 2) return successors;
  return successors.filter((_, index) => graph.kinds[node]![index] !== flowEdge.exceptional);
}

/** The immediate post-dominator of each node; -1 for the exit and for nodes that never reach it. */
function postDominators(graph: FlowGraph): Int32Array {
  const order = postOrderOfReverse(graph);
  const rank = new Int32Array(graph.statements.length).fill(-1);
  order.forEach((node, index) => {
    rank[node] = index;
  });
  const parent = new Int32Array(graph.statements.length).fill(-1);
  parent[exit] = exit;
  for (let changed = true; changed; ) {
    changed = false;
    for (let index = order.length - 2; index >= 0; index--) {
      const node = order[index]!;
      let nearest = -1;
      for (const successor of decidedSuccessors(graph, node)) {
        if (rank[successor]! < 0 || parent[successor]! < 0) continue;
        nearest = nearest < 0 ? successor : meet(nearest, successor);
      }
      if (nearest >= 0 && parent[node] !== nearest) {
        parent[node] = nearest;
        changed = true;
      }
    }
  }
  parent[exit] = -1;
  return parent;

  function meet(left: number, right: number): number {
    let [a, b] = [left, right];
    while (a !== b) {
      while (rank[a]! < rank[b]!) a = parent[a]!;
      while (rank[b]! < rank[a]!) b = parent[b]!;
    }
    return a;
  }
}

/** Post-order of the reversed graph from the exit; the exit comes last. */
function postOrderOfReverse(graph: FlowGraph): readonly number[] {
  const order: number[] = [];
  const seen = new Uint8Array(graph.statements.length);
  const stack: [node: number, next: number][] = [[exit, 0]];
  seen[exit] = 1;
  while (stack.length > 0) {
    const top = stack.at(-1)!;
    const predecessor = graph.predecessors[top[0]]![top[1]++];
    if (predecessor === undefined) {
      order.push(top[0]);
      stack.pop();
    } else if (seen[predecessor] === 0 && decidedSuccessors(graph, predecessor).includes(top[0])) {
      seen[predecessor] = 1;
      stack.push([predecessor, 0]);
    }
  }
  return order;
}
