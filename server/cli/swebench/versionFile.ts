/**
 * A Python project may have its version written to a file when it is built, from git's tags, and not start without it.
 * In a tree that was never built it is written here, where setuptools-scm or hatch-vcs would.
 */
import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeConfined } from '../../adapters/disk/confinedWrite.ts';

const places = ['pyproject.toml', 'setup.py', 'setup.cfg'];
const setting = /\b(?:write_to|version[_-]file)["']?\s*[=:]\s*["']?([\w./-]+\.py)\b/;

/** Gives the path of the file that was written, `null` where none is needed. `version` is what the dataset says, as `5.4`. */
export function writeVersionFile(folder: string, version: string): string | null {
  const path = places
    .map((place) => setting.exec(textOf(join(folder, place)))?.[1])
    .find((found) => found !== undefined);
  if (path === undefined || lstatSync(join(folder, path), { throwIfNoEntry: false }) !== undefined) return null;
  const numbers = /^\d+(\.\d+)*/.exec(version)?.[0] ?? '0';
  const tuple = `(${numbers.split('.').map(Number).join(', ')},)`;
  const text = `__version__ = version = '${numbers}'\n__version_tuple__ = version_tuple = ${tuple}\n`;
  return writeConfined(folder, path, text) ? path : null;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
