/** A user's `npm install`: the packages lie in a cache, and a link in the project leads there. */
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { npmWith } from '../provision.ts';

/** What a project of some version of a runner needs; throws where it cannot be had. */
export function installing(packages: readonly string[]): (folder: string) => Promise<void> {
  return async (folder) => {
    const installed = await npmWith(packages);
    if (installed.nodeModules === null) throw new Error(installed.reason);
    symlinkSync(installed.nodeModules, join(folder, 'node_modules'), 'dir');
  };
}

/** Why packages cannot be had, or `null`. */
export async function missingOf(packages: readonly string[]): Promise<string | null> {
  const installed = await npmWith(packages);
  return installed.nodeModules === null ? installed.reason : null;
}
