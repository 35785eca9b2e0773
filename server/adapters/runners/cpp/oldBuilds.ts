/** Builds nobody has asked for in a while go: each is as large as the project's own. */
import { readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';

const days = 14;

/** Notes that a build folder is in use. */
export async function markUsed(folder: string): Promise<void> {
  const now = new Date();
  await utimes(folder, now, now).catch(() => undefined);
}

/** Removes build folders of the cache that were last used long ago. Never throws. */
export async function removeOldBuilds(cacheFolder: string): Promise<void> {
  const parent = join(cacheFolder, 'cpp');
  for (const name of await readdir(parent).catch(() => [])) {
    const folder = join(parent, name);
    const used = (await stat(folder).catch(() => null))?.mtimeMs ?? Date.now();
    if (Date.now() - used < days * 24 * 3_600_000) continue;
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}
