/** Tests of Node's own runner, watched. */
import { expect, test } from 'vitest';
import { eventsOf, hitsOf, outcomes, repositoryOf, runTests, treeHash } from './watchedRepository.ts';

const files = {
  'package.json': '{ "type": "module", "scripts": { "test": "node --test" } }',
  'src/price.ts': `export const rate: number = 2;
export function price(n: number): number {
  if (n < 0) throw new RangeError('negative');
  return n * rate;
}
`,
  'test/price.test.ts': `import assert from 'node:assert/strict';
import test, { describe, it, before, beforeEach } from 'node:test';
import { price } from '../src/price.ts';

describe('price', { concurrency: true }, () => {
  beforeEach(() => price(0));
  it('doubles', async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    assert.equal(price(2), 4);
  });
  it('is wrong', () => {
    assert.equal(price(2), 5);
  });
  it('is skipped', { skip: true }, () => {});
  for (const n of [1, 2]) it(\`of \${n}\`, () => assert.equal(price(n), 2 * n));
});
describe('without set-up', () => {
  before(() => price(-1));
  it('never starts', () => {});
});
test('parent', async (t) => {
  await t.test('child', () => assert.throws(() => price(-1)));
  await t.test('bad child', (_, done) => done(new Error('called back')));
});
test('skips itself', (t) => t.skip('why not'));
`,
};

test('outcomes, ids and lines', async () => {
  const repository = repositoryOf(files);
  const before = treeHash(repository);
  for (const mode of ['plain', 'spectra', 'trace'] as const) {
    const run = await runTests(repository, ['test/price.test.ts'], { mode });
    expect(outcomes(run), run.outputTail).toEqual([
      'test/price.test.ts > price > doubles passed',
      'test/price.test.ts > price > is wrong failed',
      'test/price.test.ts > price > of 1 passed',
      'test/price.test.ts > price > of 2 passed',
      'test/price.test.ts > parent > child passed',
      'test/price.test.ts > parent > bad child failed',
      'test/price.test.ts > skips itself skipped',
      'test/price.test.ts > price > is skipped skipped',
      'test/price.test.ts > without set-up > never starts error',
    ]);
    expect(run.ending).toEqual({ kind: 'completed' });
    expect(run.tests.map(({ line }) => line)).toEqual([7, 11, 15, 15, 22, 23, 25, 14, 19]);
    const wrong = run.tests[1]!;
    expect(wrong.exception).toMatchObject({
      type: 'AssertionError',
      frames: [{ file: 'test/price.test.ts', line: 12, inRepository: true }],
    });
    expect(wrong.exception!.message).toContain('4 !== 5');
    expect(run.tests[5]!.exception!.message).toBe('called back');
    expect(run.tests[8]!.exception).toMatchObject({ type: 'RangeError', message: 'negative' });
    expect(treeHash(repository)).toBe(before);
  }
});

test('what each test reached, with its set-up', async () => {
  const run = await runTests(repositoryOf(files), ['test/price.test.ts'], { mode: 'spectra' });
  expect(hitsOf(run.importHits)).toEqual({ 'src/price.ts': [1, 3] });
  expect(run.tests.map(({ id, hits }) => [id.split(' > ').at(-1), hitsOf(hits)['src/price.ts'] ?? []])).toEqual([
    ['doubles', [3, 4]],
    ['is wrong', [3, 4]],
    ['of 1', [3, 4]],
    ['of 2', [3, 4]],
    ['child', [3]],
    ['bad child', []],
    ['skips itself', []],
    ['is skipped', []],
    ['never starts', []],
  ]);
});

test.each([
  ['test/price.test.ts > price > is wrong', ['is wrong']],
  ['test/price.test.ts:12', ['is wrong']],
  ['test/price.test.ts:15', ['of 1', 'of 2']],
  ['test/price.test.ts:18', ['never starts']],
  ['test/price.test.ts > parent > bad child', ['bad child']],
  ['test/price.test.ts > parent', ['child', 'bad child']],
])('only what was asked for: %s', async (name, expected) => {
  const run = await runTests(repositoryOf(files), [name], {});
  expect(
    run.tests.map(({ id }) => id.split(' > ').at(-1)),
    run.outputTail,
  ).toEqual(expected);
});

test('a trace ends where the test failed, and has the values asked for', async () => {
  const values = new Map([['src/price.ts', [[1, 4]] as const]]);
  const run = await runTests(repositoryOf(files), ['test/price.test.ts > price > is wrong'], { mode: 'trace', values });
  const { trace } = run.tests[0]!;
  const events = eventsOf(trace);
  expect(events.filter((event) => !event.includes('<anonymous'))).toEqual([
    'call price.beforeEach:6',
    'line price.beforeEach:6',
    'call price:2',
    'line price:3',
    'line price:4',
    'return price:4',
    'return price.beforeEach:6',
    'call price.is wrong:11',
    'line price.is wrong:12',
    'call price:2',
    'line price:3',
    'line price:4',
    'return price:4',
    'raise price.is wrong:12',
    'return price.is wrong:12',
  ]);
  expect(trace!.values.map(({ kind, name, value }) => `${kind} ${name}=${value}`).slice(-3)).toEqual([
    'argument n=2',
    'condition n < 0=false',
    'return =4',
  ]);
});

test('what a set-up of several tests reached counts for each of them, and for no other', async () => {
  const repository = repositoryOf({
    'package.json': '{ "type": "module" }',
    'src/a.js': 'export function prepared() {\n  return 1;\n}\n',
    'test/a.test.js': `import { before, describe, it } from 'node:test';
import { prepared } from '../src/a.js';
describe('with', () => {
  before(() => prepared());
  it('one', () => {});
  describe('inner', () => it('two', () => {}));
});
describe('without', () => it('three', () => {}));
`,
  });
  const run = await runTests(repository, ['test/a.test.js'], { mode: 'spectra' });
  expect(
    run.tests.map(({ hits }) => hitsOf(hits)),
    run.outputTail,
  ).toEqual([{ 'src/a.js': [2] }, { 'src/a.js': [2] }, {}]);
});
