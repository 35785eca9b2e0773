/** What the graph commands print fits the schemas that others rely on. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { createAnalysisHost } from '../../server/analysis/analysisHost.ts';
import {
  runGraphEnclosing,
  runGraphNeighbors,
  runGraphRelated,
  runGraphSearch,
  runGraphSlice,
  runGraphStats,
  runGraphTests,
} from '../../server/cli/commands/graph.ts';
import { edgeKinds } from '../../server/core/graph/codeGraph.ts';
import { elementId, line } from '../../server/core/ids.ts';
import { testParsers } from '../parsers.ts';

const schemas = join(import.meta.dirname, '..', '..', 'server', 'protocol', 'schemas');
const parsers = await testParsers();
const snapshot = createAnalysisHost(parsers).applyChange([
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
  expect(runGraphSlice(snapshot, { ...query, line: line(99) }, json)).toMatchObject({
    nothing: '"test_shop.py" ends at line 3',
  });
  validate('slice.schema.json', runGraphSlice(snapshot, { ...query, line: line(99) }, json).text);
  expect(runGraphSlice(snapshot, query, { json: false }).text).toContain('return result');
});

test('a line nobody could read is cut where it stands beside a step', () => {
  const text = `const a = 1; ${'const b = a; '.repeat(1_000)}\n`;
  const long = createAnalysisHost(parsers).applyChange([{ file: 'packed.js', text }]);
  const rest = { variable: null, direction: 'both', interprocedural: false, maxDepth: 9, maxSteps: 50 } as const;
  const query = { ...rest, file: 'packed.js', line: line(1), executed: null };
  const shown = runGraphSlice(long, query, { json: false }).text.split('\n');
  expect(shown.length).toBeGreaterThan(1);
  expect(Math.max(...shown.map(({ length }) => length))).toBeLessThan(400);
});

test('search finds exact names before similar ones', () => {
  const { results } = JSON.parse(runGraphSearch(snapshot, 'total', { ...json, limit: 5 }).text);
  expect(results.map((result: { element: string }) => result.element)).toEqual([
    'shop.py::Cart.total',
    'test_shop.py::test_total',
  ]);
  expect(runGraphSearch(snapshot, 'Nothing', { ...json, limit: 5 }).nothing).toBe('Nothing is named like "Nothing"');
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
  expect(missing).toEqual({
    text: '',
    nothing: 'There is no element "shop.py::Cart.totl"; the nearest name is "shop.py::Cart.total"',
  });
});

test('a name with a slip of the finger is found', () => {
  const results = JSON.parse(runGraphSearch(snapshot, 'totl', { ...json, limit: 1 }).text) as { results: object[] };
  expect(results.results).toMatchObject([{ element: 'shop.py::Cart.total' }]);
});

test('what is related to an element', () => {
  const query = { elements: [elementId('shop.py', 'Cart.total')], kinds: edgeKinds, limit: 3 };
  const document = JSON.parse(runGraphRelated(snapshot, query, json).text) as { results: { element: string }[] };
  expect(document.results.map(({ element }) => element)).toContain('test_shop.py::test_total');
  expect(document.results.map(({ element }) => element)).not.toContain('shop.py::Cart.total');
  const unknown = { ...query, elements: [elementId('shop.py', 'Cart.totl')] };
  expect(runGraphRelated(snapshot, unknown, { json: false })).toEqual({
    text: '',
    nothing: 'There is no element "shop.py::Cart.totl"; the nearest name is "shop.py::Cart.total"',
  });
});

test('tests of an element', () => {
  const answer = runGraphTests(snapshot, { element: elementId('shop.py', 'Cart.total'), hops: 5 }, json);
  expect(JSON.parse(answer.text)).toEqual({
    results: [{ element: 'test_shop.py::test_total', file: 'test_shop.py', line: 2, hops: 1 }],
  });
});

test('what is around a line', () => {
  const answer = runGraphEnclosing(snapshot, { file: 'shop.py', line: line(3) }, json);
  expect(JSON.parse(answer.text)).toEqual({
    scopes: [
      { element: 'shop.py', kind: 'file', line: 1, endLine: 4 },
      { element: 'shop.py::Cart', kind: 'class', line: 1, endLine: 4 },
      { element: 'shop.py::Cart.total', kind: 'function', line: 2, endLine: 4 },
    ],
    statement: { kind: 'simple', line: 3, endLine: 3 },
  });
  expect(runGraphEnclosing(snapshot, { file: 'no.py', line: line(3) }, { json: false })).toMatchObject({
    text: '',
    nothing: expect.stringContaining('"no.py" is not in the graph'),
  });
});
