/** The cache changes how long a start takes, and nothing else; one that is not as it was written is as good as none. */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { afterAll, expect, test, vi } from 'vitest';
import { createRepositoryFiles } from '../../server/adapters/disk/repositoryFiles.ts';
import type { CodeSnapshot } from '../../server/analysis/codeSnapshot.ts';
import { exportGraph } from '../../server/analysis/exportGraph.ts';
import { unresolvedCalls } from '../../server/core/flow/program.ts';
import { edgeKinds } from '../../server/core/graph/codeGraph.ts';
import { line } from '../../server/core/ids.ts';
import { createGraphCache, withoutDamage } from '../../server/indexing/graphCache.ts';
import { openRepository } from '../../server/indexing/openRepository.ts';
import { testParsers } from '../parsers.ts';

const parsers = await testParsers();
const folder = mkdtempSync(join(tmpdir(), 'culprit-graph-cache-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const sources = {
  'shop/cart.py':
    'from shop.prices import price_of\n\nclass Cart:\n    def __init__(self, items):\n        self.items = items\n\n    @property\n    def total(self):\n        result = 0\n        for item in self.items:\n            result += price_of(item)\n        return result\n',
  'shop/prices.py':
    'import json\n\nTABLE = json.load(open("prices.json"))\n\ndef price_of(item):\n    return TABLE["unit_price"][item]\n',
  'test_cart.py':
    'from shop.cart import Cart\n\ndef test_total():\n    cart = Cart(["a"])\n    assert cart.total == 3\n',
  'web/app.ts':
    'import { total } from "./sum";\nexport function show(items: number[]): string {\n  const sum = total(items);\n  return "é" + sum;\n}\n',
  'web/sum.ts':
    'export const total = (items: number[]) => {\n  let sum = 0;\n  for (const item of items) sum += item;\n  return sum;\n};\n',
  'prices.json': '{ "unit_price": { "a": 3 } }\n',
  'broken.py': 'x = = (\n',
};
const past = new Date(Date.now() - 60_000);
let count = 0;

function repository(files: Readonly<Record<string, string>> = sources) {
  const root = join(folder, `repository-${count++}`);
  for (const [path, text] of Object.entries(files)) write(root, path, text);
  return { root, cacheFolder: join(folder, `cache-${count}`) };
}

/** Written a minute ago: a file that is too new is not trusted to stay. */
function write(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
  utimesSync(join(root, path), past, past);
}

const git = { listFiles: async () => null };
function open(root: string, cacheFolder: string | null, engine = 'one') {
  const cache = cacheFolder === null ? null : createGraphCache(cacheFolder, engine);
  return openRepository(createRepositoryFiles(root, git), parsers, { cache });
}

/** Everything a snapshot says, as one text. */
function told(snapshot: CodeSnapshot): string {
  const slices = snapshot.files.flatMap((file) =>
    snapshot.statementsOf(file).map(({ line: at }) => {
      const query = { file, line: line(at), variable: null, direction: 'both', interprocedural: true } as const;
      return snapshot.slice({ ...query, maxDepth: 9, maxSteps: 99, executed: null });
    }),
  );
  const texts = snapshot.files.map((file) => snapshot.textOf(file));
  const open = [...unresolvedCalls(snapshot.program)].map(({ site, call }) => [site, call]);
  const found = snapshot.search('total', 9).map(({ element, score }) => [element.id, score]);
  return JSON.stringify([[...exportGraph(snapshot, 'jsonl', edgeKinds)], slices, texts, open, found, snapshot.stats()]);
}

test('a second start says the same, from the cache', async () => {
  const { root, cacheFolder } = repository();
  const first = await open(root, cacheFolder);
  expect(first.fromCache).toBe(false);
  const expected = told(first.snapshot);
  const second = await open(root, cacheFolder);
  expect(second.fromCache).toBe(true);
  expect(told(second.snapshot)).toBe(expected);
});

test.each([
  [
    'edited',
    (root: string) => writeFileSync(join(root, 'shop/prices.py'), 'def price_of(item):\n    return len(item)\n'),
  ],
  ['added', (root: string) => write(root, 'shop/extra.py', 'from shop.cart import Cart\nCart([]).total\n')],
  ['removed', (root: string) => rmSync(join(root, 'shop/prices.py'))],
  ['moved', (root: string) => renameSync(join(root, 'web/sum.ts'), join(root, 'web/total.ts'))],
  ['touched', (root: string) => utimesSync(join(root, 'shop/cart.py'), new Date(), new Date())],
])('a file that was %s in between', async (_, change) => {
  const { root, cacheFolder } = repository();
  await open(root, cacheFolder);
  change(root);
  const warm = await open(root, cacheFolder);
  expect(warm.fromCache).toBe(true);
  const cold = await open(root, null);
  expect(told(warm.snapshot)).toBe(told(cold.snapshot));
  expect(told((await open(root, cacheFolder)).snapshot)).toBe(told(cold.snapshot));
});

test('an edit of the same length in the moment of writing is noticed', async () => {
  const { root, cacheFolder } = repository();
  writeFileSync(join(root, 'test_cart.py'), 'x = 1\n');
  await open(root, cacheFolder);
  writeFileSync(join(root, 'test_cart.py'), 'y = 2\n');
  const { snapshot } = await open(root, cacheFolder);
  expect(snapshot.textOf('test_cart.py')).toBe('y = 2\n');
});

test('a start with nothing changed writes nothing, whatever cannot be read or is a link', async () => {
  const { root, cacheFolder } = repository();
  write(root, 'too_big.py', 'x = 1\n'.repeat(400_000));
  symlinkSync('test_cart.py', join(root, 'linked.py'));
  symlinkSync('nowhere.py', join(root, 'dangling.py'));
  const listed = [...Object.keys(sources), 'too_big.py', 'linked.py', 'dangling.py'].sort();
  const opened = () => {
    const cache = createGraphCache(cacheFolder, 'one');
    const files = createRepositoryFiles(root, { listFiles: async () => listed });
    return openRepository(files, parsers, { cache });
  };
  await opened();
  const path = join(cacheFolder, readdirSync(cacheFolder).find((name) => name.endsWith('.graph'))!);
  const { ino } = statSync(path);
  const second = await opened();
  expect(second.problems).toHaveLength(2);
  expect(second.snapshot.files).toContain('linked.py');
  expect(statSync(path).ino).toBe(ino);
  write(root, 'test_cart.py', 'x = 1\n');
  expect((await opened()).snapshot.textOf('linked.py')).toBe('x = 1\n');
  expect(statSync(path).ino).not.toBe(ino);
});

test('an edit of the same length between reading and writing, however long that takes, is noticed', async () => {
  const { root, cacheFolder } = repository();
  write(root, 'test_cart.py', 'x = 1\n');
  const files = createRepositoryFiles(root, git);
  const read: typeof files.read = async (file) => {
    const source = await files.read(file);
    if (file === 'test_cart.py') {
      writeFileSync(join(root, file), 'y = 2\n');
      vi.setSystemTime(Date.now() + 60_000);
    }
    return source;
  };
  vi.useFakeTimers({ toFake: ['Date'] });
  try {
    await openRepository({ ...files, read }, parsers, { cache: createGraphCache(cacheFolder, 'one') });
  } finally {
    vi.useRealTimers();
  }
  const { snapshot } = await open(root, cacheFolder);
  expect(snapshot.textOf('test_cart.py')).toBe('y = 2\n');
});

test('a folder that became a link in a circle, or a file, is no error', async () => {
  const { root, cacheFolder } = repository();
  write(root, 'other/one.py', 'x = 1\n');
  const listed = [...Object.keys(sources), 'other/one.py'].sort();
  const opened = () => {
    const files = createRepositoryFiles(root, { listFiles: async () => listed });
    return openRepository(files, parsers, { cache: createGraphCache(cacheFolder, 'one') });
  };
  expect((await opened()).snapshot.files).toContain('other/one.py');
  for (const path of ['shop', 'other']) rmSync(join(root, path), { recursive: true });
  symlinkSync('shop', join(root, 'shop'));
  write(root, 'other', 'no folder');
  for (let again = 0; again < 2; again++) {
    const { snapshot, problems } = await opened();
    expect(snapshot.files).not.toContain('other/one.py');
    expect(problems).toHaveLength(3);
  }
});

test('a cache of another engine is not read', async () => {
  const { root, cacheFolder } = repository();
  await open(root, cacheFolder, 'one');
  expect((await open(root, cacheFolder, 'two')).fromCache).toBe(false);
  expect((await open(root, cacheFolder, 'two')).fromCache).toBe(true);
});

test('a cache that was cut off, changed or made up is noticed, and the answer is right', async () => {
  const { root, cacheFolder } = repository();
  const expected = told((await open(root, cacheFolder)).snapshot);
  const path = join(cacheFolder, readdirSync(cacheFolder).find((name) => name.endsWith('.graph'))!);
  const whole = readFileSync(path);
  const damage = fc.oneof(
    fc.nat({ max: whole.length - 1 }).map((length) => whole.subarray(0, length)),
    fc.tuple(fc.nat({ max: whole.length - 1 }), fc.integer({ min: 1, max: 255 })).map(([at, change]) => {
      const bytes = Buffer.from(whole);
      bytes[at] = bytes[at]! ^ change;
      return bytes;
    }),
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  );
  await fc.assert(
    fc.asyncProperty(damage, async (bytes) => {
      writeFileSync(path, bytes);
      const answer = async () => told((await open(root, cacheFolder)).snapshot);
      expect(await withoutDamage(answer, () => undefined)).toBe(expected);
    }),
    { numRuns: 150, seed: 5 },
  );
});

test.runIf(process.platform === 'linux')('a cache is closed when its graph is gone, not before', async () => {
  const { root, cacheFolder } = repository();
  const expected = told((await open(root, cacheFolder)).snapshot);
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const nOpen = () => readdirSync('/proc/self/fd').length;
  const kept = await open(root, cacheFolder);
  const before = nOpen();
  for (let again = 0; again < 20; again++) await open(root, cacheFolder);
  expect(nOpen()).toBeGreaterThan(before);
  await expect
    .poll(
      () => {
        collect();
        return nOpen();
      },
      { timeout: 5_000 },
    )
    .toBeLessThanOrEqual(before + 1);
  expect(told(kept.snapshot)).toBe(expected);
});

test('a folder that cannot be written to is no error', async () => {
  const { root } = repository();
  const file = join(folder, 'a file');
  writeFileSync(file, '');
  expect((await open(root, join(file, 'below'))).snapshot.files).toContain('test_cart.py');
});
