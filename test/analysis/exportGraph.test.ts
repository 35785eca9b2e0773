/** Every format holds the whole graph, and strange names survive it. */
import { expect, test } from 'vitest';
import { createAnalysisHost } from '../../server/analysis/analysisHost.ts';
import { exportGraph } from '../../server/analysis/exportGraph.ts';
import { edgeKinds } from '../../server/core/graph/codeGraph.ts';
import { testParsers } from '../parsers.ts';

const snapshot = createAnalysisHost(await testParsers()).applyChange([
  {
    file: 'shop "&<.py',
    text: 'class Cart:\n    def total(self, items):\n        result = sum(items)\n        return result\n',
  },
  { file: 'test_shop.py', text: 'def test_total():\n    x = 1\n    assert x\n' },
]);
const written = (format: 'graphml' | 'dot' | 'jsonl', kinds = edgeKinds) =>
  [...exportGraph(snapshot, format, kinds)].join('');
const { nodes, edges } = snapshot.stats();
const sum = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((a, b) => a + b, 0);

test('JSON Lines: a node or an edge on every line, edges between known nodes', () => {
  const lines = written('jsonl')
    .trimEnd()
    .split('\n')
    .map((text) => JSON.parse(text) as Record<string, unknown>);
  const ids = new Set(lines.filter(({ type }) => type === 'node').map(({ id }) => id));
  const between = lines.filter(({ type }) => type === 'edge');
  expect(ids.size).toBe(sum(nodes));
  expect(between).toHaveLength(sum(edges));
  for (const { from, to } of between) expect(ids.has(from) && ids.has(to)).toBe(true);
  expect(between).toContainEqual(expect.objectContaining({ kind: 'defUse', variable: 'result' }));
});

test('GraphML: one element for each, with what XML needs escaped', () => {
  const text = written('graphml');
  expect(text.match(/<node id=/g)).toHaveLength(sum(nodes));
  expect(text.match(/<edge source=/g)).toHaveLength(sum(edges));
  expect(text).toContain('<data key="file">shop &quot;&amp;&lt;.py</data>');
  expect(text).toMatch(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n<graphml [\s\S]*<\/graphml>\n$/);
});

test('DOT: one statement for each, quotes escaped', () => {
  const text = written('dot');
  expect(text.match(/^ {2}n\d+ \[/gm)).toHaveLength(sum(nodes));
  expect(text.match(/^ {2}n\d+ -> n\d+ \[/gm)).toHaveLength(sum(edges));
  expect(text).toContain('label="shop \\"&<.py::Cart.total:2"');
});

test('only the kinds that are asked for', () => {
  expect(written('jsonl', ['defUse'])).not.toContain('"kind":"contains"');
});
