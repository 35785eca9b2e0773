/** Folders that instances have their trees in: each says whose it is, so that what a killed process left can be removed. */
import { mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { isRunning } from './isRunning.ts';

/** Processes are numbered by machine, or by container, which has a host name of its own. */
const prefix = `culprit-instance-${hostname().replace(/[^\w.-]/g, '_')}-`;

/** A new folder, by its real path. */
export function makeTreeFolder(): string {
  return realpathSync.native(mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`)));
}

/** Removes the folders of processes that are no more. */
export function removeLeftTrees(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = name.startsWith(prefix) ? /^(\d+)-/.exec(name.slice(prefix.length))?.[1] : undefined;
    if (pid === undefined || isRunning(Number(pid))) continue;
    try {
      rmSync(join(tmpdir(), name), { recursive: true, force: true });
    } catch {
      // Another user's: theirs to remove.
    }
  }
}
