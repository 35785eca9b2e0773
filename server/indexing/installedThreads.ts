/** Threads as they are installed beside the bundles, as many as help on this machine. */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Threads } from './parseInParallel.ts';

/** Assembling the graph is done by one thread, so more than a few parsers only wait for it. */
const mostThreads = 3;

export function installedThreads(folder: string): Threads {
  const count = Math.min(mostThreads, availableParallelism() - 1);
  return { workerFile: join(folder, 'parseWorker.mjs'), resources: folder, count };
}
