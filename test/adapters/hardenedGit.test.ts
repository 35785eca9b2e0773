import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { createRepositoryFiles } from '../../server/adapters/disk/repositoryFiles.ts';
import { createHardenedGit } from '../../server/adapters/git/hardenedGit.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A repository in which every program git can be talked into starting leaves a marker. */
function hostileClone(): { root: string; markers: () => string[]; git: (...argv: string[]) => void } {
  const base = mkdtempSync(join(tmpdir(), 'culprit-hostile-'));
  folders.push(base);
  const root = join(base, 'clone');
  const marks = join(base, 'marks');
  mkdirSync(root);
  mkdirSync(marks);
  const git = (...argv: string[]) =>
    void execFileSync('git', argv, {
      cwd: root,
      stdio: 'ignore',
      env: { PATH: process.env.PATH, HOME: base, GIT_CONFIG_NOSYSTEM: '1' },
    });
  git('init', '-q');
  git('config', 'user.email', 'a@example.org');
  git('config', 'user.name', 'a');
  writeFileSync(join(root, 'a.py'), 'a = 1\n');
  git('add', '.');
  git('commit', '-qm', 'one');
  const program = (name: string, body: string) => {
    const path = join(root, '.git', `${name}.sh`);
    writeFileSync(path, `#!/bin/sh\ntouch '${join(marks, name)}'\n${body}\n`);
    chmodSync(path, 0o755);
    return path;
  };
  git('config', 'core.fsmonitor', program('fsmonitor', 'printf "/\\0"'));
  git('config', 'filter.evil.clean', program('clean', 'cat'));
  git('config', 'filter.evil.smudge', program('smudge', 'cat'));
  git('config', 'diff.external', program('extdiff', ':'));
  git('config', 'core.pager', program('pager', 'cat'));
  writeFileSync(join(root, '.gitattributes'), '*.py filter=evil\n');
  for (const hook of ['post-index-change', 'reference-transaction', 'post-checkout']) {
    program(`hook-${hook}`, ':');
    const path = join(root, '.git', 'hooks', hook);
    writeFileSync(path, `#!/bin/sh\ntouch '${join(marks, hook)}'\n`);
    chmodSync(path, 0o755);
  }
  for (const mark of readdirSync(marks)) rmSync(join(marks, mark));
  appendFileSync(join(root, 'a.py'), 'b = 2\n');
  writeFileSync(join(root, 'new.py'), 'c = 3\n');
  return { root, git, markers: () => readdirSync(marks) };
}

describe('the one door to git', () => {
  test('plain git in the hostile clone does start its programs, so the next test can fail', () => {
    const { markers, git } = hostileClone();
    git('status', '--porcelain');
    expect(markers()).toContain('fsmonitor');
  });

  test('commits of a hostile clone are read as they were committed, and start none of its programs', async () => {
    const { root, markers } = hostileClone();
    const objects = createHardenedGit(process.env).openObjects(join(root, '.git'));
    const head = execFileSync('git', ['-C', root, 'rev-parse', 'HEAD'], { encoding: 'utf8' }).trim();
    const tree = await objects.tree(head);
    expect(tree?.map(({ path }) => path)).toEqual(['a.py']);
    expect(Buffer.from((await objects.blob(tree![0]!.id, 100))!).toString()).toBe('a = 1\n');
    expect(await objects.commitTime(head)).toBeGreaterThan(0);
    objects.close();
    expect(markers()).toEqual([]);
  });

  test('starts none of the programs a hostile clone names', async () => {
    const { root, markers } = hostileClone();
    const files = await createHardenedGit(process.env).listFiles(root);
    expect(files).toEqual(['.gitattributes', 'a.py', 'new.py']);
    expect(markers()).toEqual([]);
  });

  test('a `git` inside the repository is not git, even first on PATH', async () => {
    const { root } = hostileClone();
    const mark = join(root, 'ran');
    writeFileSync(join(root, 'git'), `#!/bin/sh\ntouch '${mark}'\n`);
    chmodSync(join(root, 'git'), 0o755);
    const files = await createHardenedGit({ ...process.env, PATH: `${root}:.:${process.env.PATH}` }).listFiles(root);
    expect(files).toContain('a.py');
    expect(readdirSync(root)).not.toContain('ran');
  });

  test('a filter whose name cannot be overridden closes the door', async () => {
    const { root, git } = hostileClone();
    git('config', 'filter.a=b.clean', 'false');
    expect(await createHardenedGit(process.env).listFiles(root)).toBeNull();
  });

  test('answers null outside git, and where PATH has no git', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'culprit-plain-'));
    folders.push(folder);
    expect(await createHardenedGit(process.env).listFiles(folder)).toBeNull();
    expect(await createHardenedGit({ PATH: '' }).listFiles(hostileClone().root)).toBeNull();
  });
});

describe('what git remembers', () => {
  /** Three versions of a file, then an edit on disk; tags `v1` and `v2` are the first two. */
  function remembering(): ReturnType<typeof hostileClone> & { readonly bare: string } {
    const clone = hostileClone();
    const { root, git } = clone;
    const commit = (file: string, lines: readonly string[], subject: string) => {
      writeFileSync(join(root, file), lines.map((line) => `${line}\n`).join(''));
      git('-c', 'core.fsmonitor=', '-c', 'filter.evil.clean=', 'add', '.');
      git('-c', 'core.fsmonitor=', '-c', 'core.hooksPath=/dev/null', 'commit', '-qm', subject);
    };
    commit('b ä.py', ['one', 'two', 'three', 'four'], 'Begins');
    git('-c', 'core.hooksPath=/dev/null', 'tag', 'v1');
    commit('b ä.py', ['one', '++ b/TWO', '@@ -1 +1 @@', 'three', 'four'], 'Says two louder');
    git('-c', 'core.hooksPath=/dev/null', 'tag', 'v2');
    commit('b ä.py', ['zero', 'one', '++ b/TWO', '@@ -1 +1 @@', 'four'], 'Counts from zero');
    writeFileSync(join(root, 'b ä.py'), 'minus\nzero\none\n++ b/TWO\n@@ -1 +1 @@\nfour\n');
    const bare = `${root}-bare`;
    git('clone', '-q', '--bare', '.', bare);
    // What a diff could be talked into starting.
    const mark = join(root, '.git', 'extdiff.sh');
    for (const at of [root, bare]) {
      const set = (name: string, value: string) =>
        git('--git-dir', at === root ? join(root, '.git') : bare, 'config', name, value);
      for (const name of [
        'diff.evil.textconv',
        'diff.evil.command',
        'diff.external',
        'gpg.program',
        'gpg.ssh.program',
        'pager.log',
      ])
        set(name, mark);
      set('log.showSignature', 'true');
      set('diff.submodule', 'log');
      set('diff.noprefix', 'true');
      set('color.ui', 'always');
      mkdirSync(join(at === root ? join(root, '.git') : bare, 'info'), { recursive: true });
      writeFileSync(join(at === root ? join(root, '.git') : bare, 'info', 'attributes'), '*.py diff=evil\n');
    }
    const marks = join(root, '..', 'marks');
    for (const one of readdirSync(marks)) rmSync(join(marks, one));
    return { ...clone, bare };
  }

  test('tags, changes between them, and whose the lines of today are, without starting anything', async () => {
    const { root, bare, markers } = remembering();
    const git = createHardenedGit(process.env);
    expect((await git.tags(root))?.map(({ name }) => name)).toEqual(['v2', 'v1']);
    expect((await git.tags(bare, 'v1'))?.map(({ name }) => name)).toEqual(['v1']);
    expect(await git.tags(root, 'v9')).toBeNull();
    const file = 'b ä.py';
    const between = [{ file, hunks: [{ before: { line: 2, count: 1 }, after: { line: 2, count: 2 } }] }];
    expect(await git.changes(root, 'v1', 'v2')).toEqual(between);
    expect(await git.changes(bare, 'v1', 'v2')).toEqual(between);
    expect(await git.changes(root, 'HEAD', null)).toMatchObject([
      { file, hunks: [{ before: { line: 0, count: 0 }, after: { line: 1, count: 1 } }] },
    ]);
    const told = (await git.recentChanges(root, [file], 9))?.map(({ commit, lines }) => [
      commit?.subject ?? null,
      lines,
    ]);
    expect(told).toEqual([
      [null, [{ from: 1, to: 1 }]],
      [
        'Counts from zero',
        [
          { from: 2, to: 2 },
          { from: 5, to: 6 },
        ],
      ],
      ['Says two louder', [{ from: 4, to: 5 }]],
      [
        'Begins',
        [
          { from: 3, to: 3 },
          { from: 6, to: 6 },
        ],
      ],
    ]);
    const atTwo = await git.recentChanges(bare, [file], 1, 'v2');
    expect(atTwo?.map(({ commit, lines }) => [commit?.subject, lines])).toEqual([
      ['Says two louder', [{ from: 2, to: 3 }]],
    ]);
    expect(markers()).toEqual([]);
  });

  test('a revision that is none, an option in its place, and a folder without git have no answer', async () => {
    const { root } = remembering();
    const git = createHardenedGit(process.env);
    const written = join(root, 'written');
    expect(await git.changes(root, 'v1', 'v9')).toBeNull();
    expect(await git.changes(root, `--output=${written}`, 'v1')).toBeNull();
    expect(await git.recentChanges(root, ['a.py'], 3, `--output=${written}`)).toBeNull();
    expect(readdirSync(root)).not.toContain('written');
    const plain = mkdtempSync(join(tmpdir(), 'culprit-plain-'));
    folders.push(plain);
    expect(await git.tags(plain)).toBeNull();
    expect(await git.changes(plain, 'v1', 'v2')).toBeNull();
  });
});

describe('repository files', () => {
  const noGit = { listFiles: async () => null };

  test('walks a folder that is not under git, and leaves environments out', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'culprit-plain-'));
    folders.push(folder);
    for (const path of ['pkg', 'env/lib', 'node_modules/x']) mkdirSync(join(folder, path), { recursive: true });
    writeFileSync(join(folder, 'env', 'pyvenv.cfg'), '');
    for (const path of ['pkg/a.py', 'env/lib/b.py', 'node_modules/x/c.py', 'd.txt'])
      writeFileSync(join(folder, path), 'x = 1\n');
    expect(await createRepositoryFiles(folder, noGit).list(['.py'])).toEqual(['pkg/a.py']);
  });

  test('a repository inside a folder that git ignores has its files', async () => {
    const { root } = hostileClone();
    writeFileSync(join(root, '.gitignore'), 'build/\n');
    mkdirSync(join(root, 'build/project'), { recursive: true });
    writeFileSync(join(root, 'build/project/b.py'), 'b = 1\n');
    const files = createRepositoryFiles(join(root, 'build/project'), createHardenedGit(process.env));
    expect(await files.list(['.py'])).toEqual(['b.py']);
  });

  test('reads Latin-1 as it is, and nothing from outside by any route', async () => {
    const base = mkdtempSync(join(tmpdir(), 'culprit-plain-'));
    folders.push(base);
    const root = join(base, 'repo');
    mkdirSync(root);
    writeFileSync(join(base, 'secret.py'), 'secret = 1\n');
    writeFileSync(join(root, 'latin.py'), Buffer.from('# -*- coding: latin-1 -*-\nname = "caf\xe9"\n', 'latin1'));
    execFileSync('ln', ['-s', join(base, 'secret.py'), join(root, 'link.py')]);
    const files = createRepositoryFiles(root, noGit);
    expect(await files.read('latin.py')).toEqual({
      text: '# -*- coding: latin-1 -*-\nname = "café"\n',
      encoding: 'latin-1',
    });
    for (const path of ['link.py', '../secret.py', join(base, 'secret.py'), 'a\0.py', 'missing.py']) {
      expect(await files.read(path)).toBeNull();
    }
  });
});
