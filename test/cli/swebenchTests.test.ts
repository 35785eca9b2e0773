/** What stands between an instance's failing tests and a runner: names, patches, the tree they run in. */
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { writeConfined } from '../../server/adapters/disk/confinedWrite.ts';
import type { CommitFiles } from '../../server/adapters/git/commitFiles.ts';
import { createHardenedGit } from '../../server/adapters/git/hardenedGit.ts';
import { createAnalysisHost } from '../../server/analysis/analysisHost.ts';
import { interpreterOf } from '../../server/cli/swebench/failingTests.ts';
import { historyAt } from '../../server/cli/swebench/historyAt.ts';
import { applyTo, withTexts } from '../../server/cli/swebench/patchedFiles.ts';
import { runnerIds } from '../../server/cli/swebench/testIds.ts';
import { writeVersionFile } from '../../server/cli/swebench/versionFile.ts';
import { changedSince } from '../../server/localize/issue/changedSince.ts';
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

describe('a file of a test patch', () => {
  test('has its place in the tree, and only there; folders, too, are made only there', () => {
    const outside = mkdtempSync(join(folder, 'beside-'));
    const root = realpathSync.native(mkdtempSync(join(folder, 'confined-')));
    symlinkSync(outside, join(root, 'out'));
    symlinkSync(join(outside, 'new.py'), join(root, 'dangling.py'));
    symlinkSync(join(outside, 'new'), join(root, 'dangling'));
    mkdirSync(join(root, 'folder'));
    const refused = ['out/x/y.py', '../y.py', '.git/config', 'a/.GIT/config', 'dangling/y.py', 'folder', '', '/y.py'];
    for (const path of refused) expect([path, writeConfined(root, path, 'x')]).toEqual([path, false]);
    expect(writeConfined(root, 'dangling.py', 'x')).toBe(true);
    expect(writeConfined(root, 'a/b/c.py', 'x')).toBe(true);
    expect(writeConfined(root, 'a/b/c.py/d.py', 'x')).toBe(false);
    expect(writeConfined(root, 'out', null)).toBe(true);
    expect(readdirSync(outside)).toEqual([]);
    expect(readdirSync(root).sort()).toEqual(['a', 'dangling', 'dangling.py', 'folder']);
  });

  test('an interpreter is named by what an instance is, never by a step to another folder', () => {
    const asked = { id: 'acme__shop-1', repo: 'acme/shop', version: '..' };
    expect(interpreterOf('/envs/{repo}/{instance_id}/bin/python', asked)).toBe(
      '/envs/acme__shop/acme__shop-1/bin/python',
    );
    expect(interpreterOf('/envs/{version}/bin/python', asked)).toBe('/envs/_/bin/python');
  });
});

describe('history is told as of the base commit', () => {
  /**
   * Two releases lead to `base`; `v1.5` comes after it. `v1.1.5` is of another branch, and by its date older than `base`.
   */
  function branched() {
    const root = mkdtempSync(join(folder, 'branched-'));
    const git = (date: number, ...argv: readonly string[]) =>
      execFileSync('git', argv, {
        cwd: root,
        encoding: 'utf8',
        env: {
          ...{ PATH: process.env.PATH, HOME: folder, GIT_CONFIG_NOSYSTEM: '1' },
          ...{ GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@example.org' },
          ...{ GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@example.org' },
          ...{ GIT_AUTHOR_DATE: `@${date} +0000`, GIT_COMMITTER_DATE: `@${date} +0000` },
        },
      });
    const commit = (date: number, text: string, tag?: string) => {
      writeFileSync(join(root, 'a.py'), text);
      git(date, 'add', '.');
      git(date, 'commit', '-qm', text);
      if (tag !== undefined) git(date, 'tag', tag);
    };
    git(1_000_000_000, 'init', '-qb', 'main');
    commit(1_000_000_000, 'a = 1\n', 'v1.1');
    commit(1_000_000_200, 'a = 1\nb = 2\n', 'v1.2');
    commit(1_000_000_900, '# a\na = 1\nb = 2\n');
    const base = git(1_000_000_900, 'rev-parse', 'HEAD').trim();
    commit(1_000_001_000, '# a\na = 1\nb = 3\n', 'v1.5');
    git(1_000_000_100, 'checkout', '-qb', 'other', 'v1.1');
    commit(1_000_000_100, 'a = 9\n', 'v1.1.5');
    git(1_000_001_000, 'checkout', '-q', 'main');
    return { root, base };
  }

  test('releases that did not lead to it are not there, nor what came later', async () => {
    const { root, base } = branched();
    const history = createHardenedGit(process.env);
    const then = historyAt(history, base);
    const names = async (tags: ReturnType<typeof then.tags>) => (await tags)?.map(({ name }) => name);
    expect(await names(history.tags(root))).toEqual(['v1.5', 'v1.2', 'v1.1']);
    expect(await names(then.tags(root))).toEqual(['v1.2', 'v1.1']);
    expect(await then.changes(root, 'v1.2', null)).toMatchObject([
      { hunks: [{ before: { line: 0, count: 0 }, after: { line: 1, count: 1 } }] },
    ]);
    const told = await then.recentChanges(root, ['a.py'], 9);
    expect(told?.map(({ lines }) => lines)).toEqual([[{ from: 1, to: 1 }], [{ from: 3, to: 3 }], [{ from: 2, to: 2 }]]);
    expect(await changedSince(then, root, 'It is broken since 1.2')).toEqual({
      when: 'between v1.1 and v1.2',
      files: new Map([['a.py', [{ from: 3, to: 3 }]]]),
    });
    for (const report of ['It is broken since 1.5', 'It is broken since 1.1.5', 'It is broken'])
      expect(await changedSince(then, root, report)).toBeNull();
  });

  test('where a report names no release, git is not even started', async () => {
    const { root } = branched();
    const programs = mkdtempSync(join(folder, 'programs-'));
    writeFileSync(join(programs, 'git'), `#!/bin/sh\n: > '${programs}/started'\n`, { mode: 0o755 });
    const git = createHardenedGit({ PATH: programs });
    expect(await changedSince(git, root, 'It is broken')).toBeNull();
    expect(existsSync(join(programs, 'started'))).toBe(false);
    expect(await changedSince(git, root, 'It is broken since 1.2')).toBeNull();
    expect(existsSync(join(programs, 'started'))).toBe(true);
  });
});
