/**
 * A Python project may have its version written to a file when it is built, from git's tags, and not start without it.
 * In a tree that was never built it is written here, where setuptools-scm or hatch-vcs would.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { confinedPath, isInside } from '../../adapters/disk/confinedPath.ts';

const places = ['pyproject.toml', 'setup.py', 'setup.cfg'];
const setting = /\b(?:write_to|version[_-]file)["']?\s*[=:]\s*["']?([\w./-]+\.py)\b/;

/** Gives the path of the file that was written, `null` where none is needed. `version` is what the dataset says, as `5.4`. */
export function writeVersionFile(folder: string, version: string): string | null {
  const path = places
    .map((place) => setting.exec(textOf(join(folder, place)))?.[1])
    .find((found) => found !== undefined);
  if (path === undefined) return null;
  const place = join(folder, path);
  if (!isInside(folder, place) || existsSync(place)) return null;
  mkdirSync(dirname(place), { recursive: true });
  if (confinedPath(folder, dirname(path)) === null) return null;
  const numbers = /^\d+(\.\d+)*/.exec(version)?.[0] ?? '0';
  const tuple = `(${numbers.split('.').map(Number).join(', ')},)`;
  writeFileSync(place, `__version__ = version = '${numbers}'\n__version_tuple__ = version_tuple = ${tuple}\n`);
  return path;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
