/**
 * A repository's source files on disk: those git knows or does not ignore, else a walk. Every read is confined by real
 * path. Leaves out writing.
 */
import { lstatSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { sep } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { FileStamp, ListingMemory, RepositoryFiles, SourceText } from '../../ports/files.ts';
import type { Git } from '../../ports/git.ts';
import { belongingFiles, leftOutFolders, mostFiles } from './belongingFiles.ts';
import { confinedPath } from './confinedPath.ts';
import { decodeText, mostTextBytes } from './decodeText.ts';
import { isUnchanged, walkFolder } from './folderWalk.ts';

/** A folder that changed so shortly before it was read may change again within the same tick of its clock. */
const settledMs = 2000;

/** Throws where `root` is not a readable folder; the face has checked that before. */
export function createRepositoryFiles(root: string, git: Pick<Git, 'listFiles'>, settled = settledMs): RepositoryFiles {
  const realRoot = realpathSync.native(root);
  return {
    root: realRoot,
    async list(extensions, memory = null) {
      // A folder that git ignores is listed as empty; whoever names it as the repository means its files all the same.
      const listed = (await git.listFiles(realRoot)) ?? [];
      return listed.length > 0 ? belongingFiles(listed, extensions) : walked(extensions, memory);
    },
    stamp: (file) => stampOf(`${realRoot}${sep}${file}`),
    read: createReader(realRoot),
  };

  async function walked(extensions: readonly string[], memory: ListingMemory | null): Promise<readonly string[]> {
    const key = JSON.stringify([extensions, [...leftOutFolders]]);
    const known = memory?.recall() ?? null;
    if (known?.key === key && isUnchanged(realRoot, known)) return known.files;
    const mayStay = Date.now() - settled;
    const walk = await walkFolder(realRoot, { isLeftOut: (name) => leftOutFolders.has(name), maxFiles: mostFiles });
    const files = belongingFiles(walk.files, extensions);
    if (walk.changed.every((at) => 0 <= at && at <= mayStay)) memory?.keep({ ...walk, files, key });
    return files;
  }
}

/** Of a link, the link's own: where it leads is looked at when it is read. `null` too where the way to it is barred. */
function stampOf(path: string): FileStamp | null {
  try {
    const found = lstatSync(path);
    if (!found.isFile()) return null;
    const seconds = Math.floor(found.mtimeMs / 1000);
    return { size: found.size, seconds, microseconds: Math.floor((found.mtimeMs - seconds * 1000) * 1000) };
  } catch {
    return null;
  }
}

/** Who reads many files lets others have a turn after so long. */
const longestTurnMs = 8;

/** Reads without the file system's promises, which cost more than a small file itself. */
function createReader(realRoot: string): RepositoryFiles['read'] {
  let startedAt = performance.now();
  return async (file) => {
    if (performance.now() - startedAt > longestTurnMs) {
      await setImmediate();
      startedAt = performance.now();
    }
    return readSource(realRoot, file);
  };
}

function readSource(realRoot: string, file: string): SourceText | null {
  const path = confinedPath(realRoot, file);
  if (path === null) return null;
  try {
    const found = statSync(path);
    if (!found.isFile() || mostTextBytes < found.size) return null;
    return decodeText(readFileSync(path));
  } catch {
    return null;
  }
}
