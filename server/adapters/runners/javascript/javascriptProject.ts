/**
 * The packages around a test file: its nearest `package.json`, those of the folders above it up to the repository, and
 * what is installed for them. Reads names and files; runs nothing.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface JavascriptPackage {
  /** Absolute. */
  readonly folder: string;
  readonly scripts: Readonly<Record<string, string>>;
  /** Names of all it depends on, in whatever way. */
  readonly dependencies: ReadonlySet<string>;
  /** Everything else of `package.json`. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Names of what lies in the folder. */
  readonly entries: readonly string[];
}

export interface InstalledPackage {
  /** Absolute. */
  readonly folder: string;
  readonly version: string;
  /** The file its command starts, by the name of the command; absolute. */
  readonly commands: ReadonlyMap<string, string>;
}

/** The packages whose folders hold `file`, the nearest first; the repository's own folder is one even without a `package.json`. */
export function packagesAround(repository: string, file: string): readonly JavascriptPackage[] {
  const found: JavascriptPackage[] = [];
  for (let folder = dirname(join(repository, file)); ; folder = dirname(folder)) {
    const isTop = folder === repository || dirname(folder) === folder;
    if (isTop || existsSync(join(folder, 'package.json'))) found.push(packageIn(folder));
    if (isTop) return found;
  }
}

/** A package as Node finds it from a folder: in the nearest `node_modules` that has it. */
export function installedPackage(from: string, name: string): InstalledPackage | null {
  for (let folder = from; ; folder = dirname(folder)) {
    const place = join(folder, 'node_modules', name);
    const fields = readJson(join(place, 'package.json'));
    if (fields !== null) {
      return { folder: place, version: String(fields.version ?? ''), commands: commandsOf(place, name, fields.bin) };
    }
    if (dirname(folder) === folder) return null;
  }
}

function packageIn(folder: string): JavascriptPackage {
  const fields = readJson(join(folder, 'package.json')) ?? {};
  const groups = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'];
  return {
    folder,
    scripts: textsOf(fields.scripts),
    dependencies: new Set(groups.flatMap((group) => Object.keys(textsOf(fields[group])))),
    fields,
    entries: entriesOf(folder),
  };
}

function commandsOf(folder: string, name: string, bin: unknown): ReadonlyMap<string, string> {
  const own = name.split('/').at(-1)!;
  const all = typeof bin === 'string' ? { [own]: bin } : textsOf(bin);
  return new Map(Object.entries(all).map(([command, file]) => [command, join(folder, file)]));
}

function textsOf(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function readJson(path: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
