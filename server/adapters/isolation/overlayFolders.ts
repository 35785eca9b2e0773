/** The folders of one overlay: what is written goes to `upper`. On a real disk, and never inside the repository. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

export interface OverlayFolders {
  /** A path at which a link to what is shown may be made. */
  readonly lower: string;
  readonly upper: string;
  readonly work: string;
  /** A mount point, for overlays that are not mounted over what they show. */
  readonly merged: string;
  remove(): void;
}

export function overlayFolders(stateFolder: string): OverlayFolders {
  const parent = join(stateFolder, 'overlays');
  mkdirSync(parent, { recursive: true, mode: 0o700 });
  removeLeftOvers(parent);
  const home = mkdtempSync(join(parent, `run-${process.pid}-`));
  const [upper, work, merged] = [join(home, 'upper'), join(home, 'work'), join(home, 'merged')];
  for (const folder of [upper, work, merged]) mkdirSync(folder);
  return {
    lower: join(home, 'lower'),
    upper,
    work,
    merged,
    remove() {
      removeTree(home);
    },
  };
}

/** What a process left that was killed before it could tidy up. */
function removeLeftOvers(parent: string): void {
  for (const name of readdirSync(parent)) {
    const pid = Number(/^run-(\d+)-/.exec(name)?.[1]);
    if (pid > 0 && !isAlive(pid)) removeTree(join(parent, name));
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Folders that not even their owner may enter are opened first; the kernel leaves one. What cannot go stays. */
function removeTree(folder: string): void {
  try {
    openFolders(folder);
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  } catch {
    // A mount that is still there, or a file of another user: nothing a finished run should fail for.
  }
}

function openFolders(folder: string): void {
  chmodSync(folder, 0o700);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) openFolders(join(folder, entry.name));
  }
}

/** Ends a mount of fuse-overlayfs. */
export function unmount(program: string, merged: string): void {
  spawnSync(program, ['-u', merged], { stdio: 'ignore' });
}
