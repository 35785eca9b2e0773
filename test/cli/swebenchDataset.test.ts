/** Dataset files as they are published, in each format, with the spellings each benchmark has. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { readRow } from '../../server/cli/swebench/instance.ts';
import { idOf, readDataset } from '../../server/cli/swebench/readDataset.ts';

const folder = mkdtempSync(join(tmpdir(), 'culprit-dataset-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const row = {
  instance_id: 'acme__shop-1',
  repo: 'acme/shop',
  base_commit: 'a'.repeat(40),
  problem_statement: 'Title\nbody',
  patch: '--- a/x\n',
};

function failToPass(fields: object): readonly string[] {
  const read = readRow({ ...row, ...fields }, 1);
  return read.kind === 'instance' ? read.instance.solution.failToPass : [read.row.problem];
}

test.each(['two', 'lists'])('Parquet, compressed in the ways it is: %s', async (name) => {
  const { rows, sha256 } = await readDataset(join(import.meta.dirname, `datasets/${name}.parquet`));
  expect(sha256).toMatch(/^[0-9a-f]{64}$/);
  expect(rows).toHaveLength(2);
  expect(rows[1]).toMatchObject({
    kind: 'instance',
    instance: {
      id: 'acme__shop-2',
      repo: 'acme/shop',
      version: '1.0',
      problem: 'Title 2 é\nbody\n',
      solution: { failToPass: ['t.py::test_2', 't.py::test_b'] },
    },
  });
});

test('JSON as a list, and as an object by id', async () => {
  const { instance_id, ...rest } = row;
  for (const [name, content] of [
    ['list.json', [row]],
    ['byId.json', { [instance_id]: rest }],
  ] as const) {
    const path = join(folder, name);
    writeFileSync(path, JSON.stringify(content));
    expect((await readDataset(path)).rows).toMatchObject([{ instance: { id: instance_id } }]);
  }
});

test.each([
  ['other.csv', '', /ends in none of/],
  ['broken.json', '[', /JSON/],
  ['broken.parquet', 'PAR1', /parquet/i],
  ['absent.jsonl', null, /no such file/],
])('what cannot be read at all is a mistake of the caller: %s', async (name, content, why) => {
  const path = join(folder, name);
  if (content !== null) writeFileSync(path, content);
  await expect(readDataset(path)).rejects.toThrow(why);
});

test.each([
  ['a list', { FAIL_TO_PASS: ['a', 'b'] }],
  ['a list written as JSON', { FAIL_TO_PASS: '["a", "b"]' }],
  ["a list as Python prints it, under Pro's name", { fail_to_pass: `['a', "b"]` }],
])('tests as %s', (_, fields) => {
  expect(failToPass(fields)).toEqual(['a', 'b']);
});

test('JSON Lines with the mark of an editor lose no row, and no two rows have one id', async () => {
  const path = join(folder, 'marked.jsonl');
  const lines = ['not JSON', JSON.stringify(row), '', 'nor this', JSON.stringify(row)].join('\n');
  writeFileSync(path, `\ufeff${JSON.stringify({ ...row, instance_id: 'row-4' })}\n${lines}\n`);
  const ids = (await readDataset(path)).rows.map(idOf);
  expect(ids).toEqual(['row-4', 'row-2', 'acme__shop-1', 'row-5', 'row-5-again']);
});

test('quotes within names that Python prints', () => {
  expect(failToPass({ fail_to_pass: `["it's | a", 'say \\'b\\'', 'tab\\there']` })).toEqual([
    "it's | a",
    "say 'b'",
    'tab\there',
  ]);
});

test('line ends that were written out become line ends; a text that has real ones stays', () => {
  const problem = (text: string) => {
    const read = readRow({ ...row, problem_statement: text }, 1);
    return read.kind === 'instance' ? read.instance.problem : '';
  };
  expect(problem('"# Title\\n\\nsay \\"x\\""')).toBe('# Title\n\nsay "x"');
  expect(problem('Title\nprint("\\n")')).toBe('Title\nprint("\\n")');
});

test('whatever a row is, it is read or told, and an id that leads anywhere is never taken', () => {
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.record({ ...fields(), patch: fc.string() })), (value) => {
      const read = readRow(value, 7);
      if (read.kind === 'malformed') expect(read.row.problem).toMatch(/^This row of the dataset cannot be used: its "/);
      else expect(read.instance.id).toMatch(/^[\w.+-]+$/);
      expect(read.kind === 'malformed' ? read.row.repo : read.instance.repo).toMatch(/^[\w.-]+\/[\w.-]+$/);
    }),
  );
  for (const repo of ['../x', 'a/..', 'a/b/c', '/a', 'a/.']) {
    expect(readRow({ ...row, repo }, 1)).toMatchObject({ kind: 'malformed' });
  }
});

function fields() {
  const either = (good: string) => fc.oneof(fc.constant(good), fc.string(), fc.constant(`${good}/../x`));
  return {
    instance_id: either(row.instance_id),
    repo: either(row.repo),
    base_commit: either(row.base_commit),
    problem_statement: fc.string(),
  };
}
