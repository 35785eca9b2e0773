/**
 * Keeps a cache folder within a size and an age: what was written longest ago goes first. Looks at most once in a while,
 * which a marker file remembers. A cache that cannot be pruned is left as it is.
 */
import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface CacheLimits {
  readonly bytes: number;
  readonly days: number;
  readonly hoursBetween: number;
}

const msPerHour = 3_600_000;

/** Removes the oldest files of a folder until it is within its limits. Never throws. */
export async function pruneCache(folder: string, limits: CacheLimits): Promise<void> {
  try {
    const marker = join(folder, '.pruned');
    const last = await stat(marker).catch(() => null);
    if (last !== null && Date.now() - last.mtimeMs < limits.hoursBetween * msPerHour) return;
    await writeFile(marker, '');
    let nBytes = 0;
    for (const { path, size, mtimeMs } of await filesNewestFirst(folder)) {
      nBytes += size;
      const isOld = Date.now() - mtimeMs > limits.days * 24 * msPerHour;
      if (isOld || nBytes > limits.bytes) await rm(path, { force: true });
    }
  } catch {
    // No folder yet, or not ours to change.
  }
}

async function filesNewestFirst(folder: string) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = [];
  for (const entry of entries) {
    if (!entry.isFile() || entry.name === '.pruned') continue;
    const path = join(entry.parentPath, entry.name);
    const found = await stat(path).catch(() => null);
    if (found !== null) files.push({ path, size: found.size, mtimeMs: found.mtimeMs });
  }
  return files.sort((a, b) => b.mtimeMs - a.mtimeMs);
}
