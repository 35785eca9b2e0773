/**
 * A repository's source files on disk: those git knows or does not ignore, else a walk. Every read is confined by real
 * path. Leaves out writing.
 */
import { isAscii } from 'node:buffer';
import { lstatSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { sep } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { FileStamp, ListingMemory, RepositoryFiles, SourceText } from '../../ports/files.ts';
import type { Git } from '../../ports/git.ts';
import { confinedPath } from './confinedPath.ts';
import { isUnchanged, walkFolder } from './folderWalk.ts';

const maxBytes = 2_000_000;
const maxFiles = 200_000;

/** Folders that hold other people's code or build output. */
const leftOut = new Set([
  '.git',
  '.hg',
  '.svn',
  '.venv',
  'venv',
  'site-packages',
  'node_modules',
  '.tox',
  '.nox',
  '.eggs',
  '__pycache__',
  '.mypy_cache',
  '.pytest_cache',
  '.ruff_cache',
]);

/** A folder that changed so shortly before it was read may change again within the same tick of its clock. */
const settledMs = 2000;

/** Throws where `root` is not a readable folder; the face has checked that before. */
export function createRepositoryFiles(root: string, git: Git, settled = settledMs): RepositoryFiles {
  const realRoot = realpathSync.native(root);
  return {
    root: realRoot,
    async list(extensions, memory = null) {
      // A folder that git ignores is listed as empty; whoever names it as the repository means its files all the same.
      const listed = (await git.listFiles(realRoot)) ?? [];
      return listed.length > 0 ? belonging(listed, extensions) : walked(extensions, memory);
    },
    stamp: (file) => stampOf(`${realRoot}${sep}${file}`),
    read: createReader(realRoot),
  };

  async function walked(extensions: readonly string[], memory: ListingMemory | null): Promise<readonly string[]> {
    const key = JSON.stringify([extensions, [...leftOut]]);
    const known = memory?.recall() ?? null;
    if (known?.key === key && isUnchanged(realRoot, known)) return known.files;
    const mayStay = Date.now() - settled;
    const walk = await walkFolder(realRoot, { isLeftOut: (name) => leftOut.has(name), maxFiles });
    const files = belonging(walk.files, extensions);
    if (walk.changed.every((at) => 0 <= at && at <= mayStay)) memory?.keep({ ...walk, files, key });
    return files;
  }
}

/** Of all files of a folder those that belong to the repository. */
function belonging(all: readonly string[], extensions: readonly string[]): readonly string[] {
  const environments = all
    .filter((file) => file.endsWith('/pyvenv.cfg'))
    .map((file) => file.slice(0, -'pyvenv.cfg'.length));
  const hasExtension = endsWithOneOf(extensions);
  const isLeftOut = createLeftOut();
  return all
    .filter((file) => hasExtension(file) && !isLeftOut(file) && !environments.some((folder) => file.startsWith(folder)))
    .slice(0, maxFiles);
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

/** Extensions without a dot may be the end of any name; the others are told apart by what follows their last dot. */
function endsWithOneOf(extensions: readonly string[]): (file: string) => boolean {
  const endOf = (text: string) => text.slice(text.lastIndexOf('.') + 1);
  const ends = new Set(extensions.filter((extension) => extension.includes('.')).map(endOf));
  const dotless = extensions.filter((extension) => !extension.includes('.'));
  return (file) =>
    (ends.has(endOf(file)) && extensions.some((extension) => file.endsWith(extension))) ||
    dotless.some((extension) => file.endsWith(extension));
}

/** Looks at each folder once. */
function createLeftOut(): (file: string) => boolean {
  const known = new Map<string, boolean>([['', false]]);
  return function isLeftOut(path: string): boolean {
    const slash = path.lastIndexOf('/');
    const folder = path.slice(0, Math.max(0, slash));
    const isFolderLeftOut = known.get(folder) ?? isLeftOut(folder);
    known.set(folder, isFolderLeftOut);
    return isFolderLeftOut || leftOut.has(path.slice(slash + 1));
  };
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
    if (!found.isFile() || maxBytes < found.size) return null;
    return decode(readFileSync(path));
  } catch {
    return null;
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** UTF-8 where the bytes are, else Latin-1, which any bytes are. */
function decode(bytes: Buffer): SourceText {
  // Most are both, which takes no decoder.
  if (isAscii(bytes)) return { text: bytes.toString('latin1'), encoding: 'utf-8' };
  try {
    return { text: utf8.decode(bytes), encoding: 'utf-8' };
  } catch {
    return { text: new TextDecoder('latin1').decode(bytes), encoding: 'latin-1' };
  }
}
