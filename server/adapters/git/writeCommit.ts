/**
 * Writes the files of a commit into a folder of their own, from what git holds and without a checkout: no filter, hook or
 * attribute of the repository has a say. Modes and links are kept; nothing is written or linked outside of the folder.
 */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, join, posix } from 'node:path';
import type { GitObjects, TreeEntry } from '../../ports/git.ts';

/** Larger files are data that a test hardly needs. */
const mostBytes = 200_000_000;
/** So many files are asked for at a time. */
const nAtOnce = 64;

/** Gives the paths that could not be written: files the clone lacks, and links that lead outside. */
export async function writeCommit(
  objects: GitObjects,
  tree: readonly TreeEntry[],
  folder: string,
): Promise<readonly string[]> {
  const missing = tree.filter(({ path }) => !staysInside(path)).map(({ path }) => path);
  const inside = tree.filter(({ path }) => staysInside(path));
  const links = inside.filter(({ kind }) => kind === 'link');
  const files = inside.filter(({ kind }) => kind !== 'link');
  for (let at = 0; at < files.length; at += nAtOnce) {
    const batch = files.slice(at, at + nAtOnce);
    const contents = await Promise.all(batch.map(({ id }) => objects.blob(id, mostBytes)));
    for (const [index, entry] of batch.entries()) {
      if (!writeFile(folder, entry, contents[index] ?? null)) missing.push(entry.path);
    }
  }
  // Links come last, so that no file is written through one.
  for (const entry of links) if (!(await writeLink(objects, folder, entry))) missing.push(entry.path);
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
  if (isAbsolute(target) || !staysInside(posix.join(posix.dirname(path), target))) return false;
  const place = join(folder, path);
  try {
    mkdirSync(dirname(place), { recursive: true });
    symlinkSync(target, place);
    return true;
  } catch {
    return false; // Something is there already: no tree that git itself makes holds both.
  }
}

/** Trees come from repositories nobody vouches for; git makes none with such paths. */
function staysInside(path: string): boolean {
  const parts = path.split('/');
  return (
    !isAbsolute(path) && !parts.some((part) => part === '..' || part.toLowerCase() === '.git' || part.includes('\0'))
  );
}
