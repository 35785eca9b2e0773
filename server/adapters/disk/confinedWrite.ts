/**
 * Writes below one folder what others name the place of: never through a link that leads outside, never what is git's own.
 * Leaves out races: nobody else is at work in the folder.
 */
import { lstatSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, join, relative } from 'node:path';
import { confinedPath } from './confinedPath.ts';

/**
 * Puts `content` in the place of what stands at `path`, be it a file or a link; `null` takes that away. `false` where the
 * place is outside of `realRoot` (itself a real path), or cannot be written, as below a file.
 */
export function writeConfined(realRoot: string, path: string, content: string | Uint8Array | null): boolean {
  if (!staysInside(path)) return false;
  const place = join(realRoot, path);
  try {
    // Looked at before anything is made: folders, too, are made only inside.
    const above = nearestThatIs(dirname(place));
    if (confinedPath(realRoot, relative(realRoot, above)) === null) return false;
    mkdirSync(dirname(place), { recursive: true });
    rmSync(place, { force: true });
    if (content !== null) writeFileSync(place, content, { flag: 'wx' });
    return true;
  } catch {
    return false;
  }
}

/** Whether a path with `/` names a place below its root by its text, and none of git's own. */
export function staysInside(path: string): boolean {
  const parts = path.split('/');
  return (
    path !== '' &&
    !isAbsolute(path) &&
    !parts.some((part) => part === '..' || part.toLowerCase() === '.git' || part.includes('\0'))
  );
}

function nearestThatIs(path: string): string {
  return lstatSync(path, { throwIfNoEntry: false }) === undefined && dirname(path) !== path
    ? nearestThatIs(dirname(path))
    : path;
}
