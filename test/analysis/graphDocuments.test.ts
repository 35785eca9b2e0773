/** What the graph commands print fits the schemas that others rely on. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { createAnalysisHost } from '../../server/analysis/analysisHost.ts';
import { runGraphNeighbors, runGraphSearch, runGraphSlice, runGraphStats } from '../../server/cli/commands/graph.ts';
import { elementId, line } from '../../server/core/ids.ts';
import { testParsers } from '../parsers.ts';

const schemas = join(import.meta.dirname, '..', '..', 'server', 'protocol', 'schemas');
const snapshot = createAnalysisHost(await testParsers()).applyChange([
  {
    file: 'shop.py',
    text: 'class Cart:\n    def total(self):\n        result = sum(self.items)\n        return result\n',
  },
  { file: 'test_shop.py', text: 'from shop import Cart\ndef test_total():\n    assert Cart().total() == 1\n' },
  { file: 'broken.py', text: 'x = = (\n' },
]);
const json = { json: true };

function validate(schema: string, text: string): unknown {
  const document: unknown = JSON.parse(text);
  const check = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(
    JSON.parse(readFileSync(join(schemas, schema), 'utf8')) as object,
  );
  expect(check(document), JSON.stringify(check.errors)).toBe(true);
  return document;
}

test('stats', () => {
  const indexing = { seconds: 0.1, fromCache: false, problems: [] };
  const document = validate('graph.schema.json', runGraphStats(snapshot, indexing, json).text);
  expect(document).toMatchObject({ files: 3, languages: { python: 3 }, nodes: { class: 1, function: 2 } });
  expect(runGraphStats(snapshot, indexing, { json: false }).text).toContain('files      3');
});

test('a slice', () => {
  const query = {
    file: 'test_shop.py',
    line: line(3),
    variable: null,
    direction: 'backward',
    interprocedural: true,
    maxDepth: 10,
    maxSteps: 50,
    executed: null,
  } as const;
  const document = validate('slice.schema.json', runGraphSlice(snapshot, query, json).text);
  expect(document).toMatchObject({
    steps: [{ role: 'criterion' }, { file: 'shop.py', line: 4, role: 'return' }, {}, {}],
  });
  expect(runGraphSlice(snapshot, { ...query, line: line(99) }, json)).toMatchObject({ isEmpty: true });
  validate('slice.schema.json', runGraphSlice(snapshot, { ...query, line: line(99) }, json).text);
  expect(runGraphSlice(snapshot, query, { json: false }).text).toContain('return result');
});

test('search finds exact names before similar ones', () => {
  const { results } = JSON.parse(runGraphSearch(snapshot, 'total', { ...json, limit: 5 }).text);
  expect(results.map((result: { element: string }) => result.element)).toEqual([
    'shop.py::Cart.total',
    'test_shop.py::test_total',
  ]);
  expect(runGraphSearch(snapshot, 'Nothing', { ...json, limit: 5 }).isEmpty).toBe(true);
});

test('neighbours are elements, not statements', () => {
  const query = { kinds: ['calls', 'imports'], direction: 'in', hops: 1, maxNodes: 10 } as const;
  const { nodes, edges } = JSON.parse(
    runGraphNeighbors(snapshot, { ...query, element: elementId('shop.py', 'Cart.total') }, json).text,
  );
  expect(nodes.map((node: { element: string }) => node.element)).toEqual([
    'shop.py::Cart.total',
    'test_shop.py::test_total',
  ]);
  expect(edges).toEqual([{ from: 'test_shop.py::test_total', to: 'shop.py::Cart.total', kind: 'calls' }]);
  const missing = runGraphNeighbors(
    snapshot,
    { ...query, element: elementId('shop.py', 'Cart.totl') },
    { json: false },
  );
  expect(missing).toMatchObject({ isEmpty: true, text: expect.stringContaining('There is no element') });
});
