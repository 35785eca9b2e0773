/** Commits one after the other give what each would give anew, and what a checkout of it would. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readlinkSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createRepositoryFiles } from '../../server/adapters/disk/repositoryFiles.ts';
import { createCommitFiles } from '../../server/adapters/git/commitFiles.ts';
import { createHardenedGit } from '../../server/adapters/git/hardenedGit.ts';
import { writeCommit } from '../../server/adapters/git/writeCommit.ts';
import type { CodeSnapshot } from '../../server/analysis/codeSnapshot.ts';
import { exportGraph } from '../../server/analysis/exportGraph.ts';
import { edgeKinds } from '../../server/core/graph/codeGraph.ts';
import { createCommitIndex } from '../../server/indexing/commitIndex.ts';
import { openRepository } from '../../server/indexing/openRepository.ts';
import { testParsers } from '../parsers.ts';

const parsers = await testParsers();
const folder = mkdtempSync(join(tmpdir(), 'culprit-commits-'));
const clone = join(folder, 'clone');
mkdirSync(clone);
git('init', '-q');
const objects = createHardenedGit(process.env).openObjects(join(clone, '.git'));
afterAll(() => {
  objects.close();
  rmSync(folder, { recursive: true, force: true });
});

function git(...argv: readonly string[]): string {
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false'];
  return execFileSync('git', ['-C', clone, ...who, ...argv], { encoding: 'utf8', stdio: 'pipe' });
}

/** Each commit: texts to put, `null` to take away, `-> x` for a link to x. */
const commits: readonly Readonly<Record<string, string | null>>[] = [
  {
    'shop/cart.py':
      'from shop.prices import price_of\n\ndef total(items):\n    return sum(price_of(i) for i in items)\n',
    'shop/prices.py': 'def price_of(item):\n    return 1\n',
    'shop/alias.py': '-> prices.py',
    'out.py': '-> ../../outside.py',
    'latin.py': 'name = "\xe9"\n',
    'run.sh': 'echo\n',
    'web/app.ts': 'export const a = 1;\n',
  },
  { 'shop/prices.py': 'def price_of(item):\n    return item.price\n\ndef vat():\n    return price_of(0)\n' },
  { 'shop/cart.py': null, 'shop/basket.py': 'from shop.prices import vat\n\ndef total():\n    return vat()\n' },
  { 'web/app.ts': 'import { b } from "./b";\nexport const a = b();\n', 'web/b.ts': 'export const b = () => 2;\n' },
  { 'shop/alias.py': 'x = 1\n', 'shop/basket.py': null },
];

const ids = commits.map((files, index) => {
  for (const [path, text] of Object.entries(files)) put(path, text);
  git('add', '-A');
  git('commit', '-q', '-m', `${index}`);
  return git('rev-parse', 'HEAD').trim();
});

function put(path: string, text: string | null): void {
  const place = join(clone, path);
  rmSync(place, { force: true });
  mkdirSync(dirname(place), { recursive: true });
  if (text?.startsWith('-> ')) symlinkSync(text.slice(3), place);
  else if (text !== null) writeFileSync(place, text, 'latin1');
  if (path === 'run.sh') chmodSync(place, 0o755);
}

async function filesOf(commit: string) {
  return createCommitFiles('acme/shop', objects, (await objects.tree(commit))!);
}

function told(snapshot: CodeSnapshot): string {
  const texts = snapshot.files.map((file) => snapshot.textOf(file));
  return JSON.stringify([[...exportGraph(snapshot, 'jsonl', edgeKinds)], texts, snapshot.search('price of', 9)]);
}

test('in order, and back again, a commit is what it is by itself', async () => {
  const anew = new Map<string, string>();
  for (const id of ids) anew.set(id, told((await createCommitIndex(parsers).show(await filesOf(id))).snapshot));
  expect(new Set(anew.values()).size).toBe(ids.length);
  const index = createCommitIndex(parsers);
  for (const id of [...ids, ...ids.toReversed()]) {
    expect(told((await index.show(await filesOf(id))).snapshot)).toBe(anew.get(id));
  }
});

test.each(ids.map((id, index) => [index, id] as const))('commit %i is what its checkout is', async (index, id) => {
  const tree = join(folder, `tree-${index}`);
  mkdirSync(tree);
  const entries = (await objects.tree(id))!;
  expect(await writeCommit(objects, entries, tree)).toEqual(['out.py']);
  // As git lists it; a walk would pass links over.
  const listed = { listFiles: async () => entries.map(({ path }) => path) };
  const checkout = await openRepository(createRepositoryFiles(tree, listed), parsers, { cache: null });
  const { snapshot } = await createCommitIndex(parsers).show(await filesOf(id));
  expect(told(snapshot)).toBe(told(checkout.snapshot));
  expect(statSync(join(tree, 'run.sh')).mode & 0o777).toBe(0o755);
  if (index === 0) expect(readlinkSync(join(tree, 'shop/alias.py'))).toBe('prices.py');
});

test('a git that dies within an object loses that object alone, and what was lost is asked for again', async () => {
  const broken = mkdtempSync(join(folder, 'broken-'));
  const isBroken = join(broken, 'once');
  const real = execFileSync('which', ['git'], { encoding: 'utf8' }).trim();
  // Once, the beginning of an object and no more: as on a corrupt pack, or without memory.
  const script = `#!/bin/sh
case "$*" in
  *cat-file*) if [ -e '${isBroken}' ]; then rm '${isBroken}'; head -n 1 >/dev/null; printf '%s blob 10\\nabc' 1234; exit 1; fi;;
esac
exec '${real}' "$@"
`;
  writeFileSync(join(broken, 'git'), script, { mode: 0o755 });
  writeFileSync(isBroken, '');
  const path = `${broken}:${process.env.PATH}`;
  const dying = createHardenedGit({ ...process.env, PATH: path }).openObjects(join(clone, '.git'));
  try {
    const index = createCommitIndex(parsers);
    const files = createCommitFiles('acme/shop', dying, (await dying.tree(ids[0]!))!);
    const first = await index.show(files);
    const warnings = first.problems.map(({ message }) => message);
    expect(warnings).toContainEqual(expect.stringContaining('Cannot read "latin.py"'));
    const [outside] = (await createCommitIndex(parsers).show(await filesOf(ids[0]!))).problems;
    const again = await index.show(files);
    expect(again.problems).toEqual([outside]);
    expect(told(again.snapshot)).toBe(told((await createCommitIndex(parsers).show(await filesOf(ids[0]!))).snapshot));
  } finally {
    dying.close();
  }
});

describe('what is not there', () => {
  test('is told as such, be it a commit, a file, or no id at all', async () => {
    expect(await objects.tree('f'.repeat(40))).toBeNull();
    expect(await objects.commitTime('f'.repeat(40))).toBeNull();
    expect(await objects.tree('--help')).toBeNull();
    expect(await objects.blob('HEAD', 1000)).toBeNull();
    expect(await objects.blob(ids[0]!, 1000)).toBeNull();
    const [entry] = (await objects.tree(ids[0]!))!;
    expect(await objects.blob(entry!.id, 3)).toBeNull();
    expect((await objects.blob(entry!.id, 1000))?.length).toBeGreaterThan(3);
    expect(await objects.commitTime(ids[0]!)).toBeGreaterThan(1_500_000_000);
  });

  test('a path that leads out of the tree is not written', async () => {
    const [entry] = (await objects.tree(ids[0]!))!;
    const hostile = ['../x.py', '/tmp/x.py', '.git/hooks/x', 'a/.GIT/x'].map((path) => ({ ...entry!, path }));
    const tree = mkdtempSync(join(folder, 'hostile-'));
    expect(await writeCommit(objects, hostile, tree)).toEqual(hostile.map(({ path }) => path));
  });

  test('a link that leads out of the tree by way of another is not made, one that stays is', async () => {
    const targets = { 'd/e/f/s': '../../..', t: 'd/e/f/s/../../etc', 'd/up': '../d/e', 'd/out': '../../etc', u: './d' };
    const entries = Object.entries(targets).map(([path, target]) => {
      const id = execFileSync('git', ['-C', clone, 'hash-object', '-w', '--stdin'], {
        input: target,
        encoding: 'utf8',
      });
      return { path, kind: 'link' as const, id: id.trim() };
    });
    const tree = mkdtempSync(join(folder, 'links-'));
    expect(await writeCommit(objects, entries, tree)).toEqual(['t', 'd/out']);
    expect(readlinkSync(join(tree, 'd/up'))).toBe('../d/e');
    const [file] = (await objects.tree(ids[0]!))!;
    const twice = [{ ...file!, path: 'a/b.py' }, ...entries.slice(0, 1).map((entry) => ({ ...entry, path: 'a' }))];
    expect(await writeCommit(objects, twice, mkdtempSync(join(folder, 'twice-')))).toEqual(['a']);
  });
});
