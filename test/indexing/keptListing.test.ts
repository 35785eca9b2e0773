/** What a walk found is good as long as no folder changed, and tells of every change that a walk would. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { createRepositoryFiles } from '../../server/adapters/disk/repositoryFiles.ts';
import { createListingMemory } from '../../server/indexing/keptListing.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const noGit = { listFiles: async () => null };

function repository(settled = 0) {
  const base = mkdtempSync(join(tmpdir(), 'culprit-walk-'));
  folders.push(base);
  const [root, memory] = [join(base, 'root'), join(base, 'memory')];
  mkdirSync(join(root, 'pkg/inner'), { recursive: true });
  for (const file of ['a.py', 'pkg/b.py', 'pkg/inner/c.py', 'pkg/d.js']) writeFileSync(join(root, file), '');
  const list = (extensions = ['.py']) =>
    createRepositoryFiles(root, noGit, settled).list(extensions, createListingMemory(memory, root));
  return { root, memory, list };
}

/** Puts a file into what is remembered, which no walk finds: who lists it has not walked. */
function plant(memory: string): void {
  const [name] = readdirSync(memory);
  const path = join(memory, name!);
  const remembered = JSON.parse(readFileSync(path, 'utf8'));
  writeFileSync(path, JSON.stringify({ ...remembered, files: [...remembered.files, 'planted.py'] }));
}

/** Clocks of file systems tick every few milliseconds. */
const tick = () => new Promise((resolve) => setTimeout(resolve, 30));

test('is used as long as no folder changed, and not for other extensions', async () => {
  const { memory, list } = repository();
  await tick();
  expect(await list()).toEqual(['a.py', 'pkg/b.py', 'pkg/inner/c.py']);
  plant(memory);
  expect(await list()).toEqual(['a.py', 'pkg/b.py', 'pkg/inner/c.py', 'planted.py']);
  expect(await list(['.js'])).toEqual(['pkg/d.js']);
});

test.each<[string, (root: string) => void, readonly string[]]>([
  [
    'a new file',
    (root) => writeFileSync(join(root, 'pkg/inner/n.py'), ''),
    ['a.py', 'pkg/b.py', 'pkg/inner/c.py', 'pkg/inner/n.py'],
  ],
  ['a file that is gone', (root) => rmSync(join(root, 'pkg/b.py')), ['a.py', 'pkg/inner/c.py']],
  [
    'a file of another name',
    (root) => renameSync(join(root, 'a.py'), join(root, 'z.py')),
    ['pkg/b.py', 'pkg/inner/c.py', 'z.py'],
  ],
  ['a folder that is gone', (root) => rmSync(join(root, 'pkg/inner'), { recursive: true }), ['a.py', 'pkg/b.py']],
  [
    'a folder of another name',
    (root) => renameSync(join(root, 'pkg'), join(root, 'other')),
    ['a.py', 'other/b.py', 'other/inner/c.py'],
  ],
  [
    'a folder that became an environment',
    (root) => writeFileSync(join(root, 'pkg/inner/pyvenv.cfg'), ''),
    ['a.py', 'pkg/b.py'],
  ],
])('is not used after %s', async (_, change, after) => {
  const { root, memory, list } = repository();
  await tick();
  await list();
  plant(memory);
  change(root);
  expect(await list()).toEqual(after);
});

test('a folder that has just changed is not trusted to stay', async () => {
  const { memory, list } = repository(2000);
  await list();
  expect(() => readdirSync(memory)).toThrow();
});

test('a damaged memory is as good as none', async () => {
  const { memory, list } = repository();
  await tick();
  const files = await list();
  const path = join(memory, readdirSync(memory)[0]!);
  writeFileSync(path, readFileSync(path, 'utf8').slice(0, 40));
  expect(await list()).toEqual(files);
});
