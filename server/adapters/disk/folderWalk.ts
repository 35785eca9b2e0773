/** All files below a folder that is no git repository. Leaves out which of them belong to the repository. */
import { type Dirent, lstatSync, readdirSync } from 'node:fs';
import { sep } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Listing } from '../../ports/files.ts';

export interface WalkOptions {
  readonly isLeftOut: (name: string) => boolean;
  readonly maxFiles: number;
}

/** After so many folders whoever waits for something else gets a turn. */
const foldersPerTurn = 500;

/** All files, sorted. Reads folders synchronously: handing each to another thread costs several times as much as reading it. */
export async function walkFolder(root: string, { isLeftOut, maxFiles }: WalkOptions): Promise<Omit<Listing, 'key'>> {
  const files: string[] = [];
  const folders: string[] = [];
  const changed: number[] = [];
  const pending = [''];
  for (let folder = pending.pop(); folder !== undefined && files.length < maxFiles; folder = pending.pop()) {
    if (folders.length % foldersPerTurn === 0) await setImmediate();
    changed.push(changedAt(root, folder));
    folders.push(folder);
    const entries = entriesOf(pathOf(root, folder));
    if (folder !== '' && isEnvironment(entries)) continue;
    for (const entry of entries) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isFile()) files.push(path);
      else if (entry.isDirectory() && !isLeftOut(entry.name)) pending.push(path);
    }
  }
  return { files: files.sort(), folders, changed };
}

function pathOf(root: string, folder: string): string {
  return folder === '' ? root : `${root}${sep}${folder}`;
}

/** A virtual environment under any name says so by this file. */
function isEnvironment(entries: readonly Dirent[]): boolean {
  return entries.some(({ name }) => name === 'pyvenv.cfg');
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** Whether no file or folder came, went or got another name in any of the folders. */
export function isUnchanged(root: string, { folders, changed }: Listing): boolean {
  return folders.every((folder, at) => changedAt(root, folder) === changed[at]);
}

/** When an entry of a folder last came, went or got another name, or the folder itself; -1 where it is none. */
function changedAt(root: string, folder: string): number {
  const found = lstatSync(pathOf(root, folder), { throwIfNoEntry: false });
  // The time of the content can be set to anything; the other is missing on some file systems.
  return found === undefined || !found.isDirectory() ? -1 : Math.max(found.mtimeMs, found.ctimeMs);
}
