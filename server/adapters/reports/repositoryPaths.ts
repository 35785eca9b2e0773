/**
 * From a path as somebody else wrote it (a report, a compiler, a stack) to the file of the repository it means. Leaves out
 * whatever lies outside, and files of dependencies that happen to lie inside.
 */
import { realpathSync, statSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { confinedPath } from '../disk/confinedPath.ts';
import { walkFolder } from '../disk/folderWalk.ts';

const foreign =
  /(^|\/)(\.venv|venv|site-packages|dist-packages|node_modules|\.tox|\.nox|\.git|vendor|target|third_party|thirdparty|3rdparty|\.gradle)(\/|$)/;
const maxFiles = 100_000;

/** Whether a path, relative to the repository, is of a dependency kept inside it. */
export function isForeign(path: string): boolean {
  return foreign.test(path);
}

export interface RepositoryPaths {
  /** The file, relative to the repository with `/`, or `null`. `bases` are folders it may be relative to, besides the root. */
  fileOf(written: string, bases: readonly string[]): string | null;
}

/** Reads the names of the repository's files once: a path that is only the end of one of them means that one. */
export async function repositoryPaths(repository: string): Promise<RepositoryPaths> {
  const root = realpathSync.native(repository);
  const listing = await walkFolder(root, { isLeftOut: isForeign, maxFiles });
  const byName = new Map<string, string[]>();
  for (const file of listing.files) {
    const name = lastPart(file);
    const same = byName.get(name);
    if (same === undefined) byName.set(name, [file]);
    else same.push(file);
  }
  const known = new Map<string, string | null>();

  function inside(path: string): string | null {
    const real = confinedPath(root, path);
    if (real === null || statSync(real, { throwIfNoEntry: false })?.isFile() !== true) return null;
    const file = relative(root, real).split(sep).join('/');
    return isForeign(file) ? null : file;
  }

  function find(written: string, bases: readonly string[]): string | null {
    const path = written.startsWith('file://') ? pathOfUrl(written) : written;
    if (path === '' || path.includes('\0')) return null;
    if (isAbsolute(path)) return inside(path);
    for (const base of ['.', ...bases]) {
      const found = inside(resolve(root, base, path));
      if (found !== null) return found;
    }
    const end = path.replaceAll('\\', '/').replace(/^(\.\.?\/)+/, '');
    const matches = (byName.get(lastPart(end)) ?? []).filter((file) => file === end || file.endsWith(`/${end}`));
    return matches.length === 1 ? matches[0]! : null;
  }

  return {
    fileOf(written, bases) {
      const key = `${written}\n${bases.join('\n')}`;
      let found = known.get(key);
      if (found === undefined) {
        found = find(written, bases);
        known.set(key, found);
      }
      return found;
    },
  };
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function pathOfUrl(url: string): string {
  try {
    return fileURLToPath(url);
  } catch {
    return '';
  }
}
