/** Whatever loads the code: older Nodes, modules of both kinds, and compilers of TypeScript. What ran is told at its lines. */
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { eventsOf, hitsOf, outcomes, repositoryOf, runTests, treeHash } from '../adapters/watchedRepository.ts';
import { notRun, npmWith, pathWithNode } from '../provision.ts';

const typed = {
  'src/price.ts': `/** What things cost. */
export interface Priced {
  readonly cents: number;
}

export enum Kind {
  Plain,
}

export class Shop {
  constructor(private readonly rate: number) {}

  price({ cents }: Priced): number {
    if (cents < 0) {
      throw new RangeError('negative');
    }
    return cents * this.rate;
  }
}
`,
  'test/price.test.ts': `import assert from 'node:assert';
IMPORTS
import { Kind, Shop } from '../src/price';

describe('price', () => {
  it('is wrong', () => {
    assert.strictEqual(new Shop(2).price({ cents: 2 as number }), 5 + Kind.Plain);
  });
});
`,
};
const modules = {
  'src/price.js': `export class Shop {
  constructor(rate) {
    this.rate = rate;
  }

  price({ cents }) {
    if (cents < 0) {
      throw new RangeError('negative');
    }
    return cents * this.rate;
  }
}
`,
  'test/price.test.js': `import assert from 'node:assert';
IMPORTS
import { Shop } from '../src/price.js';

describe('price', () => {
  it('is wrong', () => {
    assert.strictEqual(new Shop(2).price({ cents: 2 }), 5);
  });
});
`,
};
const commonJs = {
  'src/price.js': modules['src/price.js'].replace('export class', 'module.exports.Shop = class'),
  'test/price.test.js': modules['test/price.test.js'].replaceAll(
    /import (.*) from '(.*)';/g,
    "const $1 = require('$2');",
  ),
};
const nodeImport = "import { describe, it } from 'node:test';";

interface Setting {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly imports?: string;
  readonly type?: 'module' | 'commonjs';
  readonly script: string;
  readonly packages: readonly string[];
  readonly node?: string;
  readonly more?: Readonly<Record<string, string>>;
}

const settings: readonly Setting[] = [
  {
    name: 'node 20, modules',
    files: modules,
    imports: nodeImport,
    type: 'module',
    script: 'node --test',
    packages: [],
    node: '20.20.2',
  },
  {
    name: 'node 20, CommonJS',
    files: commonJs,
    imports: "const { describe, it } = require('node:test');",
    script: 'node --test',
    packages: [],
    node: '20.20.2',
  },
  {
    name: 'node 22.12, modules',
    files: modules,
    imports: nodeImport,
    type: 'module',
    script: 'node --test',
    packages: [],
    node: '22.12.0',
  },
  {
    name: 'node and tsx',
    files: typed,
    imports: nodeImport,
    type: 'module',
    script: 'node --import tsx --test',
    packages: ['tsx@4.20.6'],
  },
  {
    name: 'node 20 and tsx',
    files: typed,
    imports: nodeImport,
    type: 'module',
    script: 'node --import tsx --test',
    packages: ['tsx@4.20.6'],
    node: '20.20.2',
  },
  {
    name: 'mocha and ts-node',
    files: typed,
    imports: '',
    script: 'TS_NODE_COMPILER_OPTIONS=\'{"module":"commonjs"}\' mocha -r ts-node/register \'test/**/*.ts\'',
    packages: ['mocha@10.8.2', 'ts-node@10.9.2', 'typescript@5.9.3', '@types/node@22.20.5', '@types/mocha@10.0.10'],
  },
  {
    name: 'mocha 10 and ts-node in node 20',
    files: typed,
    imports: '',
    script: 'TS_NODE_COMPILER_OPTIONS=\'{"module":"commonjs"}\' mocha -r ts-node/register \'test/**/*.ts\'',
    packages: ['mocha@10.8.2', 'ts-node@10.9.2', 'typescript@5.9.3', '@types/node@22.20.5', '@types/mocha@10.0.10'],
    node: '20.20.2',
  },
  {
    name: 'mocha and tsx by its configuration',
    files: typed,
    imports: '',
    type: 'module',
    script: 'mocha',
    packages: ['mocha@12.0.3', 'tsx@4.20.6'],
    more: { '.mocharc.json': '{ "extension": ["ts"], "node-option": ["import=tsx"], "spec": ["test/**/*.ts"] }' },
  },
];

test.for(settings)('$name', async ({ files, imports = '', type, script, packages, node, more }, context) => {
  const installed = packages.length === 0 ? null : await npmWith(packages);
  if (installed?.nodeModules === null) return notRun(context, installed.reason);
  const path = node === undefined ? { path: process.env.PATH } : await pathWithNode(node);
  if ('reason' in path) return notRun(context, path.reason);
  const texts = Object.entries(files).map(([file, text]) => [file, text.replace('IMPORTS', imports)]);
  const repository = repositoryOf({
    'package.json': JSON.stringify({ type: type ?? 'commonjs', scripts: { test: script } }),
    ...more,
    ...Object.fromEntries(texts),
  });
  if (installed !== null) symlinkSync(installed.nodeModules, join(repository, 'node_modules'), 'dir');
  const before = treeHash(repository);
  const isTyped = 'src/price.ts' in files;
  const source = isTyped ? 'src/price.ts' : 'src/price.js';
  const test = isTyped ? 'test/price.test.ts' : 'test/price.test.js';
  const lines = isTyped ? [14, 17] : [7, 10];
  const options = { environment: { PATH: path.path } };
  const spectra = await runTests(repository, [test], { ...options, mode: 'spectra' });
  expect(outcomes(spectra), spectra.outputTail).toEqual([`${test} > price > is wrong failed`]);
  expect(spectra.tests[0]!.line).toBe(6);
  expect(hitsOf(spectra.tests[0]!.hits)[source]).toEqual(isTyped ? lines : [3, ...lines]);
  const traced = await runTests(repository, [`${test}:7`], { ...options, mode: 'trace' });
  expect(outcomes(traced), traced.outputTail).toEqual([`${test} > price > is wrong failed`]);
  expect(traced.tests[0]!.exception!.frames.at(-1)).toMatchObject({ file: test, line: 7 });
  const ofPrice = eventsOf(traced.tests[0]!.trace).filter((event) => event.includes('Shop.price'));
  expect(ofPrice).toEqual([
    `call Shop.price:${lines[0]! - 1}`,
    ...lines.map((line) => `line Shop.price:${line}`),
    `return Shop.price:${lines[1]}`,
  ]);
  expect(treeHash(repository)).toBe(before);
});
