/** Runs of statements that control enters at the first and leaves at the last; sets are solved per block. */
import { entry, type FlowGraph, flowEdge } from './flowGraph.ts';

export interface BasicBlocks {
  readonly nodes: readonly (readonly number[])[];
  readonly successors: readonly (readonly number[])[];
  readonly predecessors: readonly (readonly number[])[];
}

export function basicBlocks(graph: FlowGraph): BasicBlocks {
  const nNodes = graph.statements.length;
  const blockOf = new Int32Array(nNodes).fill(-1);
  const nodes: number[][] = [];
  const isLeader = (node: number) => {
    const [only, ...others] = graph.predecessors[node]!;
    return node === entry || only === undefined || others.length > 0 || graph.successors[only]!.length > 1;
  };
  for (let node = 0; node < nNodes; node++) {
    if (!isLeader(node)) continue;
    const run = [node];
    blockOf[node] = nodes.length;
    for (let at = node; graph.successors[at]!.length === 1; ) {
      at = graph.successors[at]![0]!;
      if (isLeader(at) || blockOf[at]! >= 0) break;
      blockOf[at] = nodes.length;
      run.push(at);
    }
    nodes.push(run);
  }
  const successors: number[][] = nodes.map(() => []);
  const predecessors: number[][] = nodes.map(() => []);
  nodes.forEach((run, block) => {
    const last = run.at(-1)!;
    graph.successors[last]!.forEach((successor, index) => {
      const target = blockOf[successor]!;
      if (target < 0 || graph.kinds[last]![index] === flowEdge.pseudo) return;
      successors[block]!.push(target);
      predecessors[target]!.push(block);
    });
  });
  return { nodes, successors, predecessors };
}
