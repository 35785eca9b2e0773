/**
 * Elements that are near given ones in the graph, by personalised PageRank over every kind of edge. What a walk gives
 * to a statement counts for the function, class or file that holds it. The given elements themselves are left out.
 */
import type { Program } from '../core/flow/program.ts';
import { along, type EdgeKind, kindOf, nodeKind } from '../core/graph/codeGraph.ts';
import { personalisedPageRank, usualPageRank } from '../core/graph/pageRank.ts';
import type { ElementId, NodeId } from '../core/ids.ts';
import { type ScopeSpan, scopeSpan } from './scopeSpans.ts';

export interface RelatedQuery {
  readonly elements: readonly ElementId[];
  readonly kinds: readonly EdgeKind[];
  readonly limit: number;
}

export interface RelatedElement extends ScopeSpan {
  /** The share of a random walk from the given elements that is spent there, 0 to 1. */
  readonly score: number;
}

/** Best first, then in the order of nodes. A class stands for its methods, a file for all it holds. */
export function findRelated(
  program: Program,
  given: readonly NodeId[],
  { kinds, limit }: Pick<RelatedQuery, 'kinds' | 'limit'>,
): readonly RelatedElement[] {
  const { graph } = program;
  const seeds = given.flatMap((node) => [...heldBy(node)]);
  const ranks = personalisedPageRank(graph, seeds, { ...usualPageRank, kinds, direction: 'both' });
  const scores = new Map<NodeId, number>();
  for (const [node, rank] of ranks) {
    const owner = kindOf(graph, node) === nodeKind.statement ? holderOf(node) : node;
    scores.set(owner, (scores.get(owner) ?? 0) + rank);
  }
  for (const seed of seeds) scores.delete(seed);
  return [...scores]
    .map(([node, score]) => ({ node, score }))
    .sort((left, right) => right.score - left.score || left.node - right.node)
    .slice(0, limit)
    .map(({ node, score }) => ({ ...scopeSpan(program, node), score }));

  /** A node with everything in it. */
  function* heldBy(node: NodeId): Generator<NodeId> {
    yield node;
    for (const { node: held } of along(graph.outgoing, node, 'contains')) yield* heldBy(held);
  }

  function holderOf(statement: NodeId): NodeId {
    for (const { node } of along(graph.incoming, statement, 'contains')) return node;
    return statement;
  }
}
