/** A copy of a repository in the cache, for builds that write beside their sources. Kept between runs, and brought up to date. */
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { walkFolder } from '../../disk/folderWalk.ts';

const leftOut = new Set(['.git', '.hg', '.svn', 'node_modules', '.venv', 'venv']);
const maxFiles = 50_000;

/** Files that changed are copied with their times, so that make sees what is new; those that went are removed. */
export async function updateShadow(repository: string, shadow: string): Promise<readonly string[]> {
  const list = join(shadow, '.culprit-files.json');
  const before = existsSync(list) ? (JSON.parse(await readFile(list, 'utf8')) as string[]) : [];
  const { files } = await walkFolder(repository, { isLeftOut: (name) => leftOut.has(name), maxFiles });
  const present = new Set(files);
  for (const file of before) if (!present.has(file)) await rm(join(shadow, file), { force: true });
  for (const file of files) {
    const from = join(repository, file);
    const to = join(shadow, file);
    const [theirs, ours] = await Promise.all([stat(from), stat(to).catch(() => null)]);
    if (ours?.size === theirs.size && Math.abs(ours.mtimeMs - theirs.mtimeMs) < 1) continue;
    await mkdir(dirname(to), { recursive: true });
    await copyFile(from, to);
    await utimes(to, theirs.atimeMs / 1000, theirs.mtimeMs / 1000);
  }
  await writeFile(list, JSON.stringify(files));
  return files;
}
