/** What patches say was to be changed, read off made-up commits: each test is a patch as git writes it. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createHardenedGit } from '../../server/adapters/git/hardenedGit.ts';
import { readGold } from '../../server/cli/swebench/baseFiles.ts';
import type { Gold } from '../../server/cli/swebench/gold.ts';
import { readRow } from '../../server/cli/swebench/instance.ts';
import { testParsers } from '../parsers.ts';
import { git } from './swebenchFixture.ts';

const shop = `import os

RATE = 3


class Shop:
    kind = 'corner'

    @property
    @os.cached(
        1)
    def name(self):
        def spell(text):
            return text.title()

        return spell(self.kind)

    def close(self):
        pass


def open_shop():
    return Shop()
`;
const app = `class App {
  @Input()
  title = 'a';

  show() {
    return [1, 2].map((one) => {
      return one + 1;
    });
  }
}
`;

const folder = mkdtempSync(join(tmpdir(), 'culprit-gold-'));
const base = commit({
  'shop.py': shop,
  'crlf.py': 'def f():\r\n    return 1\r\n',
  'end.py': 'def last():\n    return 2',
  'web/app.ts': app,
  'pages/notes.rst': 'Notes\n=====\n',
  'settings.yaml': 'rate: 3\n',
  'logo.png': 'not really',
});
const objects = createHardenedGit(process.env).openObjects(join(folder, '.git'));
const parsers = await testParsers();
afterAll(() => {
  objects.close();
  rmSync(folder, { recursive: true, force: true });
});

function commit(files: Readonly<Record<string, string>>): string {
  git(folder, 'init', '-q');
  git(folder, 'config', 'core.autocrlf', 'false');
  for (const [path, text] of Object.entries(files)) put(path, text);
  git(folder, 'add', '-A');
  git(folder, 'commit', '-q', '-m', 'base');
  return git(folder, 'rev-parse', 'HEAD').trim();
}

function put(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** The gold of what git says of the tree after a change. */
async function goldAfter(change: () => void, ...options: readonly string[]): Promise<Gold> {
  change();
  git(folder, 'add', '-A');
  const patch = git(folder, 'diff', '--cached', '-M', ...options, base);
  git(folder, 'reset', '-q', '--hard', base);
  const gold = await goldOfPatch(patch);
  if (typeof gold === 'string') throw new Error(gold);
  return gold;
}

function goldOfPatch(patch: string): Promise<Gold | string> {
  const row = readRow({ instance_id: 'a-1', repo: 'a/b', base_commit: base, problem_statement: 'x', patch }, 1);
  if (row.kind !== 'instance') throw new Error(row.row.problem);
  return readGold(objects, parsers, row.instance);
}

const linesOf = (gold: Gold) => gold.lines.map(({ line }) => line);

describe('the gold of a patch', () => {
  test('lines taken away, and the innermost function around each', async () => {
    const gold = await goldAfter(() => put('shop.py', shop.replace('text.title()', 'text').replace('Shop()', 'None')));
    expect(gold).toEqual({
      files: ['shop.py'],
      filesInGraph: ['shop.py'],
      functions: ['shop.py::Shop.name.spell', 'shop.py::open_shop'],
      elements: ['shop.py::Shop.name.spell', 'shop.py::open_shop'],
      lines: [
        { file: 'shop.py', line: 14 },
        { file: 'shop.py', line: 23 },
      ],
      statements: ['shop.py:14', 'shop.py:23'],
    });
  });

  test('what is only added counts at the line before it, with context and without', async () => {
    const added = shop.replace("    kind = 'corner'\n", "    kind = 'corner'\n    size = 1\n");
    const more = added.replace('        pass\n', '        pass\n        return\n');
    for (const options of [[], ['-U0']]) {
      const gold = await goldAfter(() => put('shop.py', more), ...options);
      expect(linesOf(gold)).toEqual([7, 19]);
      expect(gold.functions).toEqual(['shop.py::Shop.close']);
      expect(gold.elements).toEqual(['shop.py::Shop', 'shop.py::Shop.close']);
    }
  });

  test('at the top of a file there is no line before: the first stands for it', async () => {
    const gold = await goldAfter(() => put('shop.py', `import re\n${shop}`));
    expect(gold).toMatchObject({ lines: [{ file: 'shop.py', line: 1 }], functions: [], elements: ['shop.py'] });
  });

  test('a line that is replaced counts once, by itself, and lines added elsewhere in the hunk too', async () => {
    const now = shop.replace('RATE = 3\n', 'RATE = 4\nMORE = 5\n').replace('\nclass', '\nLESS = 1\n\nclass');
    expect(linesOf(await goldAfter(() => put('shop.py', now)))).toEqual([3, 5]);
  });

  test.each([
    ['the first', '@property', 9],
    ['one over several lines', '        1)', 11],
  ])("a decorator is its function's: %s", async (_, text, at) => {
    const gold = await goldAfter(() => put('shop.py', shop.replace(text, `${text}  # changed`)));
    expect(linesOf(gold)).toEqual([at]);
    expect(gold.functions).toEqual(['shop.py::Shop.name']);
  });

  test('moved and changed files have their old names, new files none, removed ones all their lines', async () => {
    const moved = await goldAfter(() => {
      git(folder, 'mv', 'shop.py', 'store.py');
      put('store.py', shop.replace('RATE = 3', 'RATE = 4'));
      put('fresh.py', 'x = 1\n');
    });
    expect(moved).toMatchObject({ files: ['shop.py'], lines: [{ file: 'shop.py', line: 3 }], elements: ['shop.py'] });
    const merely = await goldAfter(() => git(folder, 'mv', 'shop.py', 'store.py'));
    expect(merely).toMatchObject({ files: ['shop.py'], lines: [], functions: [] });
    expect(linesOf(await goldAfter(() => rmSync(join(folder, 'end.py'))))).toEqual([1, 2]);
    expect(await goldAfter(() => put('fresh.py', 'x = 1\n'))).toMatchObject({ files: [], lines: [] });
  });

  test('lines that end as Windows has them, and a last line that does not end', async () => {
    const gold = await goldAfter(() => {
      put('crlf.py', 'def f():\r\n    return 7\r\n');
      put('end.py', 'def last():\n    return 2\n');
    });
    expect(gold.lines).toEqual([
      { file: 'crlf.py', line: 2 },
      { file: 'end.py', line: 2 },
    ]);
    expect(gold.functions).toEqual(['crlf.py::f', 'end.py::last']);
  });

  test('other languages, documents, and files the graph does not know', async () => {
    const gold = await goldAfter(() => {
      put('web/app.ts', app.replace('one + 1', 'one + 2').replace('@Input()', '@Input({})'));
      put('settings.yaml', 'rate: 4\n');
      put('pages/notes.rst', 'Notes\n*****\n');
      put('logo.png', 'nor\0 this');
    });
    expect(gold.files).toEqual(['logo.png', 'pages/notes.rst', 'settings.yaml', 'web/app.ts']);
    expect(gold.filesInGraph).toEqual(['settings.yaml', 'web/app.ts']);
    expect(gold.functions).toEqual(['web/app.ts::App.show']);
    expect(gold.elements).toEqual(expect.arrayContaining(['settings.yaml', 'web/app.ts::App']));
  });

  test('names with spaces and letters beyond ASCII; a patch without the lines of git', async () => {
    put('a b/é.py', 'x = 1\ny = 2\n');
    git(folder, 'add', '-A');
    const odd = commit({});
    git(folder, 'reset', '-q', '--hard', odd);
    const patch = git(folder, 'diff', `${odd}..${base}`);
    git(folder, 'reset', '-q', '--hard', base);
    const row = readRow({ instance_id: 'a', repo: 'a/b', base_commit: odd, problem_statement: 'x', patch }, 1);
    const gold = row.kind === 'instance' ? await readGold(objects, parsers, row.instance) : row.row.problem;
    expect(gold).toMatchObject({ files: ['a b/é.py'], lines: [{ line: 1 }, { line: 2 }] });
    const plain = '--- a/shop.py\n+++ b/shop.py\n@@ -3 +3 @@\n-RATE = 3\n+RATE = 4\n';
    expect(await goldOfPatch(plain)).toMatchObject({ lines: [{ file: 'shop.py', line: 3 }] });
  });

  test('a patch that is none is told', async () => {
    expect(await goldOfPatch('--- a/shop.py\n+++ b/shop.py\n@@ -3,9 +3 @@\n-RATE\n')).toMatch(
      /^The patch of a-1 cannot/,
    );
    symlinkSync('shop.py', join(folder, 'link.py'));
    expect(await goldAfter(() => {})).toMatchObject({ files: [] });
  });
});
