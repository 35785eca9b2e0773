/** Paths from outside, held inside one folder by their real path. On any doubt or error the answer is no. */
import { realpathSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';

/** The real absolute path of `path` under `realRoot` (itself a real path), or `null` where it leads outside or nowhere. */
export function confinedPath(realRoot: string, path: string): string | null {
  if (path.includes('\0')) return null;
  try {
    const real = realpathSync.native(resolve(realRoot, path));
    return isInside(realRoot, real) ? real : null;
  } catch {
    return null;
  }
}

/** Whether a path is a folder itself or below it, by the text of both. */
export function isInside(folder: string, path: string): boolean {
  const between = relative(folder, path);
  return between === '' || (between !== '..' && !between.startsWith(`..${sep}`) && !isAbsolute(between));
}
