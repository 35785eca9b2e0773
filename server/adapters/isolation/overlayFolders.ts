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
  const home = mkdtempSync(join(parent, 'run-'));
  const [upper, work, merged] = [join(home, 'upper'), join(home, 'work'), join(home, 'merged')];
  for (const folder of [upper, work, merged]) mkdirSync(folder);
  return {
    lower: join(home, 'lower'),
    upper,
    work,
    merged,
    remove() {
      // The kernel leaves a folder here that not even its owner may enter.
      for (const name of readdirSync(work)) chmodSync(join(work, name), 0o700);
      rmSync(home, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** Ends a mount of fuse-overlayfs. */
export function unmount(program: string, merged: string): void {
  spawnSync(program, ['-u', merged], { stdio: 'ignore' });
}
