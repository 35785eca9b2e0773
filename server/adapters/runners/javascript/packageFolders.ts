/** Where installed packages really lie: `node_modules` may be a link, and so may what is in it (workspaces, pnpm, `npm link`). */
import { readdirSync, realpathSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

const maxEntries = 20_000;

/** Folders outside of the repository that code run in `cwd` may load packages from. */
export function packageFoldersOutside(repository: string, cwd: string): readonly string[] {
  const found = new Set<string>();
  for (let folder = cwd; ; folder = dirname(folder)) {
    for (const place of linksIn(join(folder, 'node_modules'))) {
      if (!isInside(repository, place)) found.add(packagesOf(place));
    }
    if (dirname(folder) === folder) return [...found];
  }
}

/** A folder of packages and what in it is a link, as the real paths. */
function linksIn(folder: string): readonly string[] {
  const real = realPath(folder);
  if (real === null) return [];
  const places = [real];
  const names = entriesOf(real).slice(0, maxEntries);
  for (const { name, isLink } of names) {
    if (name.startsWith('@')) {
      for (const inner of entriesOf(join(real, name))) if (inner.isLink) places.push(join(real, name, inner.name));
    } else if (isLink) places.push(join(real, name));
  }
  return places.flatMap((place) => realPath(place) ?? []);
}

/** The folder of packages a package lies in, for what it needs lies there, too; else its own. */
function packagesOf(place: string): string {
  const parts = place.split(sep);
  const at = parts.indexOf('node_modules');
  return at === -1 ? place : parts.slice(0, at + 1).join(sep);
}

function entriesOf(folder: string): readonly { readonly name: string; readonly isLink: boolean }[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).map((entry) => ({
      name: entry.name,
      isLink: entry.isSymbolicLink(),
    }));
  } catch {
    return [];
  }
}

function realPath(path: string): string | null {
  try {
    return realpathSync.native(path);
  } catch {
    return null;
  }
}

function isInside(folder: string, path: string): boolean {
  return relative(folder, path).split(sep)[0] !== '..';
}
