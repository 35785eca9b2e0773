/** `culprit graph …` as a user meets it: the answer on stdout, one sentence on stderr where there is none, the right status. */
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { culprit, repositoryOf, type TemporaryRepository } from './runCli.ts';

let cache: string;
let repository: TemporaryRepository;

beforeAll(() => {
  cache = mkdtempSync(join(tmpdir(), 'culprit-cache-'));
  repository = repositoryOf({
    'shop/cart.py': 'import math\n\n\ndef total(prices):\n    # all of them\n    return math.fsum(prices)\n',
    'shop/order.py': 'from shop.cart import total\n\n\ndef bill(prices):\n    return total(prices)\n',
    'shop/other.py': 'def bill():\n    return 1\n',
  });
});

afterAll(() => {
  repository.remove();
  rmSync(cache, { recursive: true, force: true });
});

function graph(...argv: readonly string[]) {
  return culprit(['graph', ...argv, '--repo', repository.root], { env: { XDG_CACHE_HOME: cache } });
}

describe('a file may be written in any way', () => {
  test.each([
    ['as the graph does', () => 'shop/cart.py'],
    ['with ./', () => './shop/cart.py'],
    ['with a detour', () => 'shop/../shop/cart.py'],
    ['with backslashes', () => 'shop\\cart.py'],
    ['absolute', () => join(repository.root, 'shop/cart.py')],
  ])('%s', async (_, file) => {
    const slice = await graph('slice', '--file', file(), '--line', '6');
    expect(slice).toMatchObject({ status: 0, stderr: '' });
    expect(slice.stdout).toContain('shop/cart.py:6');
    const callers = await graph('neighbors', `${file()}::total`, '--edge', 'calls', '--direction', 'in');
    expect(callers).toMatchObject({ status: 0, stdout: 'shop/order.py::bill  calls  shop/cart.py::total\n' });
  });

  test('but not one outside the repository', async () => {
    const { status, stdout, stderr } = await graph('slice', '--file', '../elsewhere.py', '--line', '1');
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toBe(`Cannot use "../elsewhere.py": it is outside the repository "${repository.root}"\n`);
  });
});

describe('nothing found', () => {
  test.each([
    [
      ['slice', '--file', 'shop/cart.py', '--line', '3'],
      'There is no statement at shop/cart.py:3; the nearest is at line 4',
    ],
    [['slice', '--file', 'shop/cart.py', '--line', '90'], '"shop/cart.py" ends at line 6'],
    [['enclosing', '--file', 'shop/cart.py', '--line', '90'], '"shop/cart.py" ends at line 6'],
    [
      ['enclosing', '--file', 'lib/cart.py', '--line', '1'],
      '"lib/cart.py" is not in the graph: there is no such file, git ignores it, or its language is not known; there is "shop/cart.py"',
    ],
    [['search', 'zebra'], 'Nothing is named like "zebra"'],
    [['neighbors', 'totl'], 'There is no element "totl"; the nearest name is "shop/cart.py::total"'],
    [
      ['related', 'bill'],
      'There is no element "bill"; of that name there are "shop/order.py::bill" and "shop/other.py::bill"',
    ],
    [['tests', 'zebra'], 'There is no element "zebra"; `culprit graph search` finds elements by name'],
    [['tests', 'shop/cart.py::total'], 'No test is known to reach "shop/cart.py::total" within 20 calls'],
  ])('%j', async (argv, sentence) => {
    expect(await graph(...argv)).toEqual({ status: 1, stdout: '', stderr: `${sentence}\n` });
    const { status, stdout, stderr } = await graph(...argv, '--json');
    expect({ status, stderr }).toEqual({ status: 1, stderr: `${sentence}\n` });
    expect(Object.values(JSON.parse(stdout) as object)).toContainEqual([]);
  });

  test('in a folder without code', async () => {
    const empty = repositoryOf({});
    const answer = await culprit(['graph', 'search', 'total', '--repo', empty.root], {
      env: { XDG_CACHE_HOME: cache },
    });
    empty.remove();
    expect(answer.status).toBe(1);
    expect(answer.stderr).toBe('There is no file of a known language in this repository. Pass another one to --repo\n');
  });
});

describe('export', () => {
  test('is whole where the cache turns out to be damaged', async () => {
    const whole = await graph('export');
    expect(whole.status).toBe(0);
    const folder = join(cache, 'culprit/graphs');
    for (const name of readdirSync(folder).filter((file) => file.endsWith('.graph'))) {
      const bytes = readFileSync(join(folder, name));
      // The second half is what is read late.
      for (let at = bytes.length >> 1; at < bytes.length; at += 40) bytes[at]! ^= 255;
      writeFileSync(join(folder, name), bytes);
    }
    expect(await graph('export')).toEqual(whole);
  });

  test('into a folder that is not there', async () => {
    const { status, stdout, stderr } = await graph('export', '--output', '/no/such/folder/graph.jsonl');
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('Cannot write "/no/such/folder/graph.jsonl"');
  });
});

test.skipIf(process.getuid?.() === 0)(
  'what cannot be read is left out; a repository that cannot be is refused',
  async () => {
    const locked = repositoryOf({ 'a.py': 'x = 1\n', 'inner/b.py': 'y = 1\n' });
    const stats = () => culprit(['graph', 'stats', '--repo', locked.root], { env: { XDG_CACHE_HOME: cache } });
    chmodSync(join(locked.root, 'inner'), 0o000);
    expect(await stats()).toMatchObject({ status: 0, stdout: expect.stringContaining('files      1 (') });
    chmodSync(join(locked.root, 'inner'), 0o755);
    chmodSync(locked.root, 0o000);
    const { status, stdout, stderr } = await stats();
    chmodSync(locked.root, 0o755);
    locked.remove();
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('it is not a folder that can be read');
  },
);

test('a relative cache folder is not made, least of all in the repository', async () => {
  const home = { HOME: cache, XDG_CACHE_HOME: 'relative-cache' };
  expect((await culprit(['graph', 'stats', '--repo', repository.root], { env: home })).status).toBe(0);
  expect(existsSync('relative-cache')).toBe(false);
  expect(existsSync(join(cache, '.cache/culprit/graphs'))).toBe(true);
});
