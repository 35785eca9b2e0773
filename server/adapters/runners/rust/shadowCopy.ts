/**
 * A copy of packages in our cache that cargo builds instead of the repository, so that nothing is written there. A file is
 * written again only when what it is to hold has changed, which is what cargo goes by. Leaves out what probes are.
 */
import {
  constants,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  type Stats,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { isInside } from '../../disk/confinedPath.ts';

/** What a copy of a file was made of, and how it looked when it was made. */
interface CopiedFile<Extra> {
  readonly source: string;
  readonly copy: string;
  readonly treatment: string;
  readonly extra: Extra | null;
}

export interface ShadowRequest<Extra> {
  /** A real path. */
  readonly repository: string;
  /** Folders relative to the repository that are copied; empty for all of it. */
  readonly roots: readonly string[];
  readonly folder: string;
  /** How a file is treated, as a name that changes when its treatment does; `null` to copy it as it is. */
  readonly treatment: (file: string, before: Extra | null) => string | null;
  /** The text a file gets in the copy, and what is to be remembered of it. `before` is what was remembered. */
  readonly treat: (
    file: string,
    text: string,
    before: Extra | null,
  ) => { readonly text: string; readonly extra: Extra | null };
}

const leftOut = new Set(['.git', '.hg', '.svn', 'node_modules']);
const asItIs = 'copy';

/** Brings the copy up to date; gives what is remembered of the files that were treated. */
export function syncShadow<Extra>(request: ShadowRequest<Extra>): ReadonlyMap<string, Extra> {
  const { repository, roots, folder } = request;
  const listFile = `${folder}.json`;
  const before = readList<Extra>(listFile);
  const now = new Map<string, CopiedFile<Extra>>();
  mkdirSync(folder, { recursive: true });
  for (const file of filesBelow(repository, roots)) {
    const source = lstatSync(join(repository, file), { throwIfNoEntry: false });
    if (source !== undefined) now.set(file, bringOver(request, file, source, before.get(file)));
  }
  removeOthers(folder, now);
  const list = JSON.stringify([...now]);
  if (!existsSync(listFile) || readFileSync(listFile, 'utf8') !== list) writeFileSync(listFile, list);
  return new Map([...now].flatMap(([file, { extra }]) => (extra === null ? [] : [[file, extra]])));
}

function bringOver<Extra>(
  request: ShadowRequest<Extra>,
  file: string,
  source: Stats,
  before: CopiedFile<Extra> | undefined,
): CopiedFile<Extra> {
  const from = join(request.repository, file);
  const to = join(request.folder, file);
  const treatment = (source.isSymbolicLink() ? null : request.treatment(file, before?.extra ?? null)) ?? asItIs;
  const found = lstatSync(to, { throwIfNoEntry: false });
  const isSame = before?.source === stampOf(source) && before.treatment === treatment;
  if (isSame && found !== undefined && before.copy === stampOf(found)) return before;
  mkdirSync(dirname(to), { recursive: true });
  let extra: Extra | null = null;
  if (source.isSymbolicLink()) linkOver(request, from, to);
  else if (treatment === asItIs) copyOver(from, to, found);
  else {
    const treated = request.treat(file, readFileSync(from, 'utf8'), before?.extra ?? null);
    extra = treated.extra;
    if (found === undefined || readFileSync(to, 'utf8') !== treated.text) writeFileSync(to, treated.text);
  }
  return { source: stampOf(source), copy: stampOf(lstatSync(to)), treatment, extra };
}

function copyOver(from: string, to: string, found: Stats | undefined): void {
  if (found?.isFile() === true && readFileSync(from).equals(readFileSync(to))) return;
  rmSync(to, { recursive: true, force: true });
  copyFileSync(from, to, constants.COPYFILE_FICLONE);
}

/** A link within what is copied stays one; another becomes what it leads to, or a link to there where that is a folder. */
function linkOver(
  { repository, roots }: Pick<ShadowRequest<never>, 'repository' | 'roots'>,
  from: string,
  to: string,
): void {
  rmSync(to, { recursive: true, force: true });
  let real: string;
  try {
    real = realpathSync(from);
  } catch {
    symlinkSync(readlinkSync(from), to);
    return;
  }
  const isCopied = roots.some((root) => isInside(join(repository, root), real));
  if (isCopied) symlinkSync(relative(dirname(from), real), to);
  else if (statSync(real).isFile()) copyFileSync(real, to);
  else symlinkSync(real, to);
}

/** Files and links below the roots, relative to the repository. Build output is known by the tag that cargo puts there. */
function* filesBelow(repository: string, roots: readonly string[]): Iterable<string> {
  const open = [...roots];
  const seen = new Set<string>();
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    if (seen.has(folder)) continue;
    seen.add(folder);
    const entries = readdirSync(join(repository, folder), { withFileTypes: true });
    const isOutput = entries.some(({ name }) => name === 'CACHEDIR.TAG' || name === '.rustc_info.json');
    if (isOutput && folder !== '') continue;
    for (const entry of entries) {
      if (leftOut.has(entry.name)) continue;
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) open.push(path);
      else if (entry.isFile() || entry.isSymbolicLink()) yield path;
    }
  }
}

/** What tests made, or what is no longer in the repository. A lock file that cargo made stays. */
function removeOthers(folder: string, kept: ReadonlyMap<string, unknown>): void {
  const folders = new Set([...kept.keys()].flatMap(foldersOf));
  const open = [''];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const entry of readdirSync(join(folder, at), { withFileTypes: true })) {
      const path = at === '' ? entry.name : `${at}/${entry.name}`;
      if (entry.isDirectory() && folders.has(path)) open.push(path);
      else if (!kept.has(path) && entry.name !== 'Cargo.lock')
        rmSync(join(folder, path), { recursive: true, force: true });
    }
  }
}

function foldersOf(file: string): readonly string[] {
  const parts = file.split('/').slice(0, -1);
  return parts.map((_, at) => parts.slice(0, at + 1).join('/'));
}

function stampOf({ mtimeMs, size, mode }: Stats): string {
  return `${mtimeMs} ${size} ${mode}`;
}

function readList<Extra>(file: string): ReadonlyMap<string, CopiedFile<Extra>> {
  try {
    return new Map(JSON.parse(readFileSync(file, 'utf8')) as [string, CopiedFile<Extra>][]);
  } catch {
    return new Map();
  }
}

/** What is remembered of the files of a copy that were treated. */
export function rememberedIn<Extra>(folder: string): readonly Extra[] {
  return [...readList<Extra>(`${folder}.json`).values()].flatMap(({ extra }) => extra ?? []);
}

/** A path of the copy as one of the repository; `null` where it is not of the copy. */
export function fromShadow(folder: string, path: string): string | null {
  return isInside(folder, path) ? relative(folder, path).split(sep).join('/') : null;
}
