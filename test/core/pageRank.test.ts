/** Forward push agrees with the definition of personalised PageRank, and keeps what it promises, on real graphs. */
import { expect, test } from 'vitest';
import { createAnalysisHost } from '../../server/analysis/analysisHost.ts';
import { type CodeGraph, edgeKinds, edgesOf, scopeNode } from '../../server/core/graph/codeGraph.ts';
import { personalisedPageRank } from '../../server/core/graph/pageRank.ts';
import type { NodeId } from '../../server/core/ids.ts';
import { testParsers } from '../parsers.ts';

const { program } = createAnalysisHost(await testParsers()).applyChange([
  { file: 'a.py', text: 'from b import g\n\ndef f(x):\n    y = g(x)\n    if y:\n        return g(y)\n    return x\n' },
  { file: 'b.py', text: 'def g(v):\n    return v + 1\n\ndef unrelated():\n    return 0\n' },
  { file: 'c.py', text: 'import a\n\nclass C:\n    def m(self):\n        return a.f(1)\n' },
]);
const { graph } = program;
const seed = scopeNode(graph, 0, 1);
const options = { kinds: edgeKinds, damping: 0.85, tolerance: 1e-9 } as const;

/** The fixed point of "go on with chance `damping`, else back to the seed"; where a walk cannot go on it stays. */
function byIteration(of: CodeGraph, from: NodeId, direction: 'in' | 'out' | 'both'): ReadonlyMap<NodeId, number> {
  const around = (node: NodeId) => {
    const out = direction === 'in' ? [] : [...edgesOf(of.outgoing, node)];
    const into = direction === 'out' ? [] : [...edgesOf(of.incoming, node)];
    return [...out, ...into].map((edge) => edge.node);
  };
  const settled = new Map<NodeId, number>();
  let walking = new Map<NodeId, number>([[from, 1]]);
  for (let step = 0; step < 400; step++) {
    const next = new Map<NodeId, number>();
    for (const [node, mass] of walking) {
      const others = around(node);
      const stays = others.length === 0 ? mass : mass * (1 - options.damping);
      settled.set(node, (settled.get(node) ?? 0) + stays);
      for (const other of others) next.set(other, (next.get(other) ?? 0) + (mass * options.damping) / others.length);
    }
    walking = next;
  }
  return settled;
}

test.each(['in', 'out', 'both'] as const)('walks %s', (direction) => {
  const expected = byIteration(graph, seed, direction);
  const ranks = personalisedPageRank(graph, [seed], { ...options, direction });
  for (const [node, rank] of expected) expect(ranks.get(node) ?? 0).toBeCloseTo(rank, 5);
  const sum = [...ranks.values()].reduce((total, rank) => total + rank, 0);
  expect(sum).toBeLessThanOrEqual(1 + 1e-9);
  expect(sum).toBeGreaterThan(0.999);
});

test('nothing without seeds', () => {
  expect(personalisedPageRank(graph, [], { ...options, direction: 'both' }).size).toBe(0);
});
