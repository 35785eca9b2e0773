/** The folders of one watched run: one for what it leaves, gone when it has been read, and the cache. */
import { access, constants, mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WatchedRun } from '../../ports/testRunner.ts';

export interface RunFolders {
  readonly outFolder: string;
  readonly cacheFolder: string;
}

/** Runs `body` with its folders; whatever it throws becomes a run that did not start. */
export async function inRunFolders(
  cacheFolder: string,
  body: (folders: RunFolders) => Promise<WatchedRun>,
): Promise<WatchedRun> {
  let outFolder: string | null = null;
  try {
    outFolder = await realpath(await mkdtemp(join(tmpdir(), 'culprit-run-')));
    return await body({ outFolder, cacheFolder: await writableFolder(cacheFolder, outFolder) });
  } catch (error) {
    return notStarted(error instanceof Error ? error.message : String(error));
  } finally {
    if (outFolder !== null) await rm(outFolder, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** Folders of the cache, made where they are not: what one ecosystem writes to, so that nothing else of it can be. */
export async function parts(cacheFolder: string, names: readonly string[]): Promise<readonly string[]> {
  const folders = names.map((name) => join(cacheFolder, name));
  for (const folder of folders) await mkdir(folder, { recursive: true });
  return folders;
}

/** A run of which nothing came, for the reason given. */
export function notStarted(message: string): WatchedRun {
  return {
    ending: { kind: 'notStarted', message },
    seconds: 0,
    tests: [],
    collectionProblems: [],
    importHits: new Map(),
    nNotStarted: 0,
    outputTail: '',
  };
}

/** The cache where it can be written, else a place that ends with the run: slower, nothing else. */
export async function writableFolder(folder: string, otherwise: string): Promise<string> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
    return folder;
  } catch {
    return otherwise;
  }
}
