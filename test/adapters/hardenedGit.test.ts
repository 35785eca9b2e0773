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
