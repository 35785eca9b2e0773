/** Mocha and Jasmine as they are published: ids, lines, outcomes and what tests reach, with modules of both kinds. */
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hitsOf, outcomes, repositoryOf, runTests, treeHash } from '../adapters/watchedRepository.ts';
import { notRun, npmWith, pathWithNode } from '../provision.ts';

const source = `export const rate = 2;
export function price(n) {
  if (n < 0) throw new RangeError('negative');
  return n * rate;
}
`;
const asCommonJs = (text: string) =>
  text
    .replaceAll(/export (const|function) (\w+)/g, 'const $2 = exports.$2 = $1 $2')
    .replaceAll('= const rate = 2', '= 2')
    .replaceAll(/import (.*) from (.*);/g, 'const $1 = require($2);');

const tests = `import { price } from '../src/price.js';
import assert from 'node:assert';
beforeEach(() => price(0));
describe('price', () => {
  it('doubles', async () => {
    await null;
    assert.strictEqual(price(2), 4);
  });
  it('is wrong', () => {
    assert.strictEqual(price(2), 5);
  });
  SKIP('is skipped', () => {});
  for (const n of [1, 2]) it(\`of \${n}\`, () => assert.strictEqual(price(n), 2 * n));
  describe('calls back', () => {
    it('with an error', (done) => FAIL(done));
  });
});
describe('set-up fails', () => {
  BEFORE(() => price(-1));
  it('never runs', () => {});
  it('nor this', () => {});
});
`;
const forMocha = tests
  .replace('SKIP', 'it.skip')
  .replace('FAIL(done)', "done(new Error('called back'))")
  .replace('BEFORE', 'before');
const forJasmine = tests
  .replace('SKIP', 'xit')
  .replace('FAIL(done)', "done.fail(new Error('called back'))")
  .replace('BEFORE', 'beforeAll');

const node20 = '20.20.2';
const kinds = [
  { runner: 'mocha', version: '12.0.3', module: true, text: forMocha },
  { runner: 'mocha', version: '10.8.2', module: true, text: forMocha },
  { runner: 'mocha', version: '12.0.3', module: false, text: forMocha },
  { runner: 'jasmine', version: '7.0.0', module: true, text: forJasmine },
  { runner: 'jasmine', version: '5.1.0', module: false, text: forJasmine },
  { runner: 'mocha', version: '12.0.3', module: true, text: forMocha, node: node20 },
  { runner: 'mocha', version: '10.8.2', module: true, text: forMocha, node: node20 },
  { runner: 'mocha', version: '12.0.3', module: false, text: forMocha, node: node20 },
  { runner: 'jasmine', version: '5.1.0', module: true, text: forJasmine, node: node20 },
  { runner: 'jasmine', version: '5.1.0', module: false, text: forJasmine, node: node20 },
].map((kind) => ({ node: null, ...kind }));

for (const { runner, version, module, text, node } of kinds) {
  const repositoryWith = async () => {
    const installed = await npmWith([`${runner}@${version}`]);
    if (installed.nodeModules === null) return { repository: null, reason: installed.reason, environment: {} };
    const path = node === null ? { path: null } : await pathWithNode(node);
    if ('reason' in path) return { repository: null, reason: path.reason, environment: {} };
    const environment = path.path === null ? {} : { PATH: path.path };
    const repository = repositoryOf({
      'package.json': JSON.stringify({
        type: module ? 'module' : 'commonjs',
        scripts: { test: `NODE_ENV=test ${runner}` },
      }),
      'src/price.js': module
        ? source
        : "'use strict';\nexports.rate = 2;\nexports.price = function price(n) {\n  if (n < 0) throw new RangeError('negative');\n  return n * exports.rate;\n};\n".replace(
            "'use strict';\n",
            '',
          ),
      'spec/price.spec.js': module ? text : asCommonJs(text),
      'spec/broken.spec.js': module ? "import { none } from '../src/price.js';\n" : "require('../src/none.js');\n",
    });
    symlinkSync(installed.nodeModules, join(repository, 'node_modules'), 'dir');
    return { repository, reason: '', environment };
  };

  test(`${runner} ${version}, ${module ? 'modules' : 'CommonJS'}${node === null ? '' : `, Node ${node}`}`, async (context) => {
    const { repository, reason, environment } = await repositoryWith();
    if (repository === null) return notRun(context, reason);
    const before = treeHash(repository);
    for (const mode of ['plain', 'spectra', 'trace'] as const) {
      const run = await runTests(repository, ['spec/price.spec.js', 'spec/broken.spec.js'], { mode, environment });
      expect(outcomes(run).sort(), run.outputTail).toEqual([
        'spec/price.spec.js > price > calls back > with an error failed',
        'spec/price.spec.js > price > doubles passed',
        'spec/price.spec.js > price > is skipped skipped',
        'spec/price.spec.js > price > is wrong failed',
        'spec/price.spec.js > price > of 1 passed',
        'spec/price.spec.js > price > of 2 passed',
        'spec/price.spec.js > set-up fails > never runs error',
        'spec/price.spec.js > set-up fails > nor this error',
      ]);
      const byName = new Map(run.tests.map((one) => [one.id.split(' > ').at(-1), one]));
      expect(byName.get('is wrong')).toMatchObject({
        line: 9,
        exception: {
          type: 'AssertionError',
          frames: expect.arrayContaining([expect.objectContaining({ file: 'spec/price.spec.js', line: 10 })]),
        },
      });
      expect(byName.get('of 2')!.line).toBe(13);
      expect(byName.get('nor this')!.exception).toMatchObject({ type: 'RangeError', message: 'negative' });
      expect(run.collectionProblems).toMatchObject([{ kind: 'loadFailed', file: 'spec/broken.spec.js' }]);
      expect(run.ending).toEqual({ kind: 'completed' });
      if (mode === 'spectra') {
        expect(hitsOf(byName.get('doubles')!.hits)).toEqual({ 'src/price.js': module ? [3, 4] : [3, 4] });
        expect(hitsOf(run.importHits)['src/price.js']).toContain(1);
      }
      if (mode === 'trace') {
        const { trace } = byName.get('nor this')!;
        expect(trace!.codes.map(({ qualifiedName }) => qualifiedName)).toContain('price');
      }
      expect(treeHash(repository)).toBe(before);
    }
  });

  test(`${runner} ${version}, ${module ? 'modules' : 'CommonJS'}${node === null ? '' : `, Node ${node}`}: what was asked for`, async (context) => {
    const { repository, reason, environment } = await repositoryWith();
    if (repository === null) return notRun(context, reason);
    for (const [name, expected] of [
      ['spec/price.spec.js > price > is wrong', ['is wrong']],
      ['spec/price.spec.js:6', ['doubles']],
      ['spec/price.spec.js:13', ['of 1', 'of 2']],
      ['spec/price.spec.js:14', ['with an error']],
    ] as const) {
      const run = await runTests(repository, [name], { environment });
      expect(
        run.tests.map(({ id }) => id.split(' > ').at(-1)),
        run.outputTail,
      ).toEqual(expected);
    }
  });
}

test.for([
  ['mocha', '12.0.3', 'before'],
  ['jasmine', '7.0.0', 'beforeAll'],
] as const)('%s %s: a set-up counts for each test of its suite', async ([runner, version, before], context) => {
  const installed = await npmWith([`${runner}@${version}`]);
  if (installed.nodeModules === null) return notRun(context, installed.reason);
  const repository = repositoryOf({
    'package.json': JSON.stringify({ type: 'module', scripts: { test: runner } }),
    'src/a.js': 'export function prepared() {\n  return 1;\n}\n',
    'spec/a.spec.js': `import { prepared } from '../src/a.js';
describe('with', () => {
  ${before}(() => {
    prepared();
  });
  it('one', () => {});
  describe('inner', () => {
    it('two', () => {});
  });
});
describe('without', () => {
  it('three', () => {});
});
`,
  });
  symlinkSync(installed.nodeModules, join(repository, 'node_modules'), 'dir');
  const run = await runTests(repository, ['spec/a.spec.js'], { mode: 'spectra' });
  const found = run.tests.map(({ hits }) => hitsOf(hits));
  expect(found, run.outputTail).toEqual([{ 'src/a.js': [2] }, { 'src/a.js': [2] }, {}]);
});
