/** One process at a time in a folder: two builds of one copy would take each other's files away. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Cancellation } from '../../../ports/cancellation.ts';

const waitMs = 200;

/** Runs `body` once no other live process holds the folder. Throws where it is cancelled while it waits. */
export async function withFolderLock<Value>(
  folder: string,
  cancellation: Cancellation,
  body: () => Promise<Value>,
): Promise<Value> {
  const lock = `${folder}.lock`;
  mkdirSync(dirname(lock), { recursive: true });
  while (!taken(lock)) {
    if (cancellation.aborted) throw new Error('Cancelled while another run was at work on the same repository.');
    await new Promise((resolve) => setTimeout(resolve, waitMs));
  }
  try {
    return await body();
  } finally {
    rmSync(lock, { force: true });
    heldHere.delete(lock);
  }
}

const heldHere = new Set<string>();

function taken(lock: string): boolean {
  if (heldHere.has(lock)) return false;
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
  } catch {
    if (!isLeft(lock)) return false;
    rmSync(lock, { force: true });
    return false;
  }
  heldHere.add(lock);
  return true;
}

/** Whether the process that wrote a lock is gone. */
function isLeft(lock: string): boolean {
  try {
    const pid = Number(readFileSync(lock, 'utf8'));
    if (pid === process.pid) return true;
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
