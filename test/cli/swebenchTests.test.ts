/** What stands between an instance's failing tests and a runner: names, patches, the tree they run in. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { CommitFiles } from '../../server/adapters/git/commitFiles.ts';
import { createAnalysisHost } from '../../server/analysis/analysisHost.ts';
import { historyAt } from '../../server/cli/swebench/historyAt.ts';
import { applyTo, withTexts } from '../../server/cli/swebench/patchedFiles.ts';
import { runnerIds } from '../../server/cli/swebench/testIds.ts';
import { writeVersionFile } from '../../server/cli/swebench/versionFile.ts';
import type { GitHistory } from '../../server/ports/git.ts';
import { testParsers } from '../parsers.ts';

const folder = mkdtempSync(join(tmpdir(), 'culprit-tests-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('FAIL_TO_PASS in the words of the runners', async () => {
  const snapshot = createAnalysisHost(await testParsers()).applyChange([
    {
      file: 'core/tests/test_sums.py',
      text: 'def test_sum():\n    pass\n\n\nclass Deep:\n    def test_deep(self):\n        """\n        Deep sums are kept.\n        """\n',
    },
    { file: 'other/tests/test_sums.py', text: 'def test_sum():\n    pass\n' },
  ]);
  test.each([
    ['of pytest', 'a/test_b.py::T::test_c[1-x]', 'a/test_b.py::T::test_c[1-x]'],
    ['cut at a space within its parameters', 'a/test_b.py::test_c[{%', 'a/test_b.py::test_c'],
    ['of Django', 'test_x (app.tests.T)', 'test_x (app.tests.T)'],
    ['without a file', 'test_sum', 'core/tests/test_sums.py::test_sum'],
    ['without a file, in a class', 'test_deep', 'core/tests/test_sums.py::Deep::test_deep'],
    ['by its description', 'Deep sums are kept.', 'core/tests/test_sums.py::Deep::test_deep'],
    ['of Go', 'TestSum/deep', 'TestSum/deep'],
  ])('a test %s', (_, given, id) => {
    expect(runnerIds([given, given], ['core/tests/test_sums.py', 'gone.py'], snapshot)).toEqual([id]);
  });

  test('a sentence that describes nothing is no test', () => {
    expect(runnerIds(['Nothing says so.'], ['core/tests/test_sums.py'], snapshot)).toEqual([]);
  });
});

describe('a test patch', () => {
  const texts = new Map([
    ['a.py', 'one\ntwo\nthree\n'],
    ['crlf.py', 'one\r\ntwo\r\n'],
    ['old.py', 'x = 1\n'],
  ]);
  const files: CommitFiles = {
    root: 'acme/shop',
    list: async () => [...texts.keys()],
    stamp: () => null,
    read: async (file) => (texts.has(file) ? { text: texts.get(file)!, encoding: 'utf-8' } : null),
    idOf: (file) => (texts.has(file) ? `id of ${file}` : null),
  };
  const patch = [
    'diff --git a/a.py b/a.py\n--- a/a.py\n+++ b/a.py\n@@ -2,2 +2,2 @@\n two\n-three\n+four\n',
    'diff --git a/crlf.py b/crlf.py\n--- a/crlf.py\n+++ b/crlf.py\n@@ -1,2 +1,2 @@\n-one\r\n+uno\r\n two\r\n',
    'diff --git a/old.py b/moved.py\nrename from old.py\nrename to moved.py\n--- a/old.py\n+++ b/moved.py\n@@ -1 +1 @@\n-x = 1\n+x = 2\n',
    'diff --git a/new.py b/new.py\nnew file mode 100644\n--- /dev/null\n+++ b/new.py\n@@ -0,0 +1 @@\n+y\n\\ No newline at end of file\n',
    'diff --git a/b.png b/b.png\nindex 1..2 100644\nBinary files a/b.png and b/b.png differ\n',
  ].join('');

  test('changes, moves, adds and takes away, in memory', async () => {
    const patched = await applyTo(files, patch);
    expect(Object.fromEntries([...patched].map(([path, text]) => [path, text?.text ?? null]))).toEqual({
      'a.py': 'one\ntwo\nfour\n',
      'crlf.py': 'uno\r\ntwo\r\n',
      'old.py': null,
      'moved.py': 'x = 2\n',
      'new.py': 'y',
    });
    const after = withTexts(files, patched);
    expect(await after.list(['.py'])).toEqual(['a.py', 'crlf.py', 'moved.py', 'new.py']);
    expect([await after.read('old.py'), after.idOf('a.py')]).toEqual([null, null]);
  });

  test('that does not fit is told', async () => {
    await expect(applyTo(files, patch.replace('-three', '-trois'))).rejects.toThrow('it does not fit a.py');
    await expect(applyTo(files, patch.replaceAll('a/a.py', 'a/b.py'))).rejects.toThrow('it does not fit b.py');
  });
});

describe('the file a build would have written the version to', () => {
  const project = (files: Readonly<Record<string, string>>) => {
    const root = mkdtempSync(join(folder, 'project-'));
    for (const [path, text] of Object.entries(files)) writeFileSync(join(root, path), text);
    return root;
  };
  test.each([
    ['pyproject.toml', '[tool.setuptools_scm]\nwrite_to = "src/shop/_version.py"\n'],
    ['pyproject.toml', '[tool.hatch.build.hooks.vcs]\nversion-file = "src/shop/_version.py"\n'],
    ['setup.py', 'setup(use_scm_version={"write_to": "src/shop/_version.py"})\n'],
  ])('as %s says: %s', (name, text) => {
    const root = project({ [name]: text });
    expect(writeVersionFile(root, '5.4.dev1')).toBe('src/shop/_version.py');
    expect(readFileSync(join(root, 'src/shop/_version.py'), 'utf8')).toBe(
      "__version__ = version = '5.4'\n__version_tuple__ = version_tuple = (5, 4,)\n",
    );
    expect(writeVersionFile(root, '6')).toBeNull();
  });

  test('never outside of the tree, by its path or by a link', () => {
    const outside = join(folder, 'outside');
    mkdirSync(outside);
    const root = project({ 'setup.cfg': 'write_to = ../outside/v.py\n' });
    expect(writeVersionFile(root, '1')).toBeNull();
    const linked = project({ 'setup.cfg': 'write_to = link/v.py\n' });
    symlinkSync(outside, join(linked, 'link'));
    expect(writeVersionFile(linked, '1')).toBeNull();
    expect(existsSync(join(outside, 'v.py'))).toBe(false);
  });
});

test('history is told as of the base commit: nothing of what came later', async () => {
  const asked: unknown[] = [];
  const history: GitHistory = {
    tags: async () => [
      { name: 'v3', seconds: 30 },
      { name: 'v2', seconds: 20 },
      { name: 'v1', seconds: 10 },
    ],
    committedAt: async (_, revision) => (revision === 'base' ? 20 : 99),
    changes: async (_, from, to) => {
      asked.push([from, to]);
      return [];
    },
    recentChanges: async (_root, _files, _limit, at) => {
      asked.push(at);
      return [];
    },
  };
  const then = historyAt(history, 'base');
  expect((await then.tags('clone'))?.map(({ name }) => name)).toEqual(['v2', 'v1']);
  expect(await then.committedAt('clone', 'HEAD')).toBe(20);
  await then.changes('clone', 'v1', null);
  await then.changes('clone', 'v1', 'HEAD');
  await then.recentChanges('clone', ['a.py'], 3);
  expect(asked).toEqual([['v1', 'base'], ['v1', 'base'], 'base']);
});
