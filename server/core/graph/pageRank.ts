/**
 * Personalised PageRank by forward push: R. Andersen, F. Chung, K. Lang, "Local Graph Partitioning using PageRank
 * Vectors", FOCS 2006. Its cost depends on how exact the answer is, not on how large the graph is.
 */
import type { NodeId } from '../ids.ts';
import { type CodeGraph, type EdgeKind, edgesOf } from './codeGraph.ts';

export interface PageRankOptions {
  readonly kinds: readonly EdgeKind[];
  /** Which way a walk may take an edge. */
  readonly direction: 'in' | 'out' | 'both';
  /** The chance that a walk goes on rather than back to a seed. */
  readonly damping: number;
  /** What may be left unassigned at a node for each of its edges; smaller is more exact and slower. */
  readonly tolerance: number;
}

export const usualPageRank: Pick<PageRankOptions, 'damping' | 'tolerance'> = { damping: 0.85, tolerance: 1e-7 };

/**
 * How likely a random walk from the seeds is at each node, for the nodes it reaches; the values add up to at most 1,
 * and to 1 less what the tolerance leaves. Seeds are equally likely; without seeds nothing is.
 */
export function personalisedPageRank(
  graph: CodeGraph,
  seeds: readonly NodeId[],
  options: PageRankOptions,
): ReadonlyMap<NodeId, number> {
  const { damping, tolerance } = options;
  const rank = new Map<NodeId, number>();
  const residue = new Map<NodeId, number>();
  const neighbours = new Map<NodeId, readonly NodeId[]>();
  const start = [...new Set(seeds)].sort((a, b) => a - b);
  for (const seed of start) residue.set(seed, 1 / start.length);
  const queue = [...start];
  const isQueued = new Set<NodeId>(queue);
  for (let next = 0; next < queue.length; next++) {
    const node = queue[next]!;
    isQueued.delete(node);
    const mass = residue.get(node)!;
    residue.set(node, 0);
    const around = neighboursOf(node);
    // A walk that cannot go on stays.
    if (around.length === 0) {
      rank.set(node, (rank.get(node) ?? 0) + mass);
      continue;
    }
    rank.set(node, (rank.get(node) ?? 0) + (1 - damping) * mass);
    const share = (damping * mass) / around.length;
    for (const other of around) {
      const held = (residue.get(other) ?? 0) + share;
      residue.set(other, held);
      if (held <= tolerance * Math.max(1, neighboursOf(other).length) || isQueued.has(other)) continue;
      isQueued.add(other);
      queue.push(other);
    }
  }
  return rank;

  function neighboursOf(node: NodeId): readonly NodeId[] {
    const known = neighbours.get(node);
    if (known !== undefined) return known;
    const found: NodeId[] = [];
    for (const adjacency of [graph.outgoing, graph.incoming]) {
      const isWanted = options.direction === 'both' || (adjacency === graph.outgoing) === (options.direction === 'out');
      if (!isWanted) continue;
      for (const { kind, node: other } of edgesOf(adjacency, node)) if (options.kinds.includes(kind)) found.push(other);
    }
    neighbours.set(node, found);
    return found;
  }
}
