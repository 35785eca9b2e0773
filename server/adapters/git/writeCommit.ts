/**
 * Writes the files of a commit into a folder of their own, from what git holds and without a checkout: no filter, hook or
 * attribute of the repository has a say. Modes and links are kept; nothing is written or linked outside of the folder.
 */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import type { GitObjects, TreeEntry } from '../../ports/git.ts';
import { staysInside } from '../disk/confinedWrite.ts';

/** Larger files are data that a test hardly needs. */
const mostBytes = 200_000_000;
/** No tree that tests run in is larger; the disk is others' too. */
const mostBytesInAll = 8_000_000_000;
/** So many files are asked for at a time; each is written as it comes, so that few are held. */
const nAtOnce = 64;

/** Gives the paths that could not be written: files the clone lacks, and links that lead outside. */
export async function writeCommit(
  objects: GitObjects,
  tree: readonly TreeEntry[],
  folder: string,
): Promise<readonly string[]> {
  const missing = tree.filter(({ path }) => !staysInside(path)).map(({ path }) => path);
  const inside = tree.filter(({ path }) => staysInside(path));
  let bytesLeft = mostBytesInAll;
  const links = inside.filter(({ kind }) => kind === 'link');
  const files = inside.filter(({ kind }) => kind !== 'link');
  for (let at = 0; at < files.length; at += nAtOnce) {
    const batch = files.slice(at, at + nAtOnce);
    await Promise.all(
      batch.map(async (entry) => {
        const content = await objects.blob(entry.id, Math.min(mostBytes, bytesLeft));
        bytesLeft -= content?.length ?? 0;
        if (bytesLeft < 0 || !writeFile(folder, entry, content)) missing.push(entry.path);
      }),
    );
  }
  // Links come last, so that no file is written through one; one in a folder's place would move what stands in that.
  const folders = new Set(inside.flatMap(({ path }) => foldersOf(path)));
  for (const entry of links) {
    if (folders.has(entry.path) || !(await writeLink(objects, folder, entry))) missing.push(entry.path);
  }
  return missing;
}

function writeFile(folder: string, { path, kind }: TreeEntry, content: Uint8Array | null): boolean {
  if (content === null) return false;
  const place = join(folder, path);
  mkdirSync(dirname(place), { recursive: true });
  writeFileSync(place, content, { mode: kind === 'program' ? 0o755 : 0o644 });
  return true;
}

async function writeLink(objects: GitObjects, folder: string, { path, id }: TreeEntry): Promise<boolean> {
  const bytes = await objects.blob(id, 4096);
  if (bytes === null) return false;
  const target = new TextDecoder().decode(bytes);
  if (!leadsInside(path, target)) return false;
  const place = join(folder, path);
  try {
    mkdirSync(dirname(place), { recursive: true });
    symlinkSync(target, place);
    return true;
  } catch {
    return false; // Something is there already: no tree that git itself makes holds both.
  }
}

/**
 * Whether a link leads to what is in the tree, whatever other links its target leads through: it may go up only from where
 * it stands itself, for `x/..` is elsewhere where `x` is a link.
 */
function leadsInside(path: string, target: string): boolean {
  if (posix.isAbsolute(target) || target.includes('\0')) return false;
  const parts = target.split('/').filter((part) => part !== '' && part !== '.');
  const nUp = parts.findIndex((part) => part !== '..');
  const down = nUp < 0 ? [] : parts.slice(nUp);
  if (down.includes('..')) return false;
  const to = posix.join(posix.dirname(path), target);
  return to === './' || staysInside(to);
}

function foldersOf(path: string): readonly string[] {
  const above = posix.dirname(path);
  return above === '.' ? [] : [above, ...foldersOf(above)];
}
