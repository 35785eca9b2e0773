/** Which tests are C's or C++'s, which project of the repository they are of, and what kind of build that has. */
import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { RecipeRequest } from '../../../ports/testRunner.ts';
import { confinedPath } from '../../disk/confinedPath.ts';
import { isForeign } from '../../reports/repositoryPaths.ts';
import type { Claim } from '../ecosystem.ts';
import { declaredTests, parseId } from './testMacros.ts';

export interface CppProject {
  readonly kind: 'cmake' | 'make';
  /** Relative to the repository, empty for its root. */
  readonly folder: string;
}

/** A test as it was asked for. */
export type AskedTest =
  | { readonly kind: 'file'; readonly file: string; readonly line: number | null }
  | { readonly kind: 'id'; readonly suite: string; readonly name: string }
  | { readonly kind: 'name' };

const sources = /\.(c|cc|cpp|cxx|c\+\+|C)$/;
const makefiles = ['GNUmakefile', 'makefile', 'Makefile'];
const maxFiles = 20_000;
const maxBytes = 2 ** 20;

/** `null` where it names a file that is not there, or lies outside. */
export function parseAsked(test: string, repository: string): AskedTest | null {
  const [, file = test, line] = /^(.*?\.\w+)(?::(\d+))?$/.exec(test) ?? [];
  if (/\.(c|cc|cpp|cxx|c\+\+|C|h|hh|hpp|hxx)$/.test(file)) {
    const real = confinedPath(repository, file);
    if (real === null || !statSync(real).isFile()) return null;
    const inside = relative(realpathSync.native(repository), real).split(sep).join('/');
    return { kind: 'file', file: inside, line: line === undefined ? null : Number(line) };
  }
  const id = parseId(test);
  return id === null ? { kind: 'name' } : { kind: 'id', ...id };
}

/** Certain of files with endings of C and C++, of ids of GoogleTest, and of names a CMakeLists.txt speaks of. */
export function claimsOf({ repository, tests }: RecipeRequest): Claim {
  if (tests.length === 0) return 'no';
  const asked = tests.map((test) => ({ test, parsed: parseAsked(test, repository) }));
  if (tests.every((test) => sources.test(test.replace(/:\d+$/, '')))) return 'certain';
  const project = findProject(repository, null);
  if (project === null || asked.some(({ parsed }) => parsed === null)) return 'no';
  if (asked.every(({ parsed }) => parsed?.kind === 'id')) return 'certain';
  if (project.kind !== 'cmake') return 'no';
  const texts = textsOf(join(repository, project.folder), (name) => name === 'CMakeLists.txt');
  const isNamed = (test: string) => texts.some(({ text }) => text.includes(test));
  return tests.every(isNamed) ? 'certain' : 'no';
}

/** The outermost project around a file, else the one of the root, else the first one a folder or two down. */
export function findProject(repository: string, file: string | null): CppProject | null {
  const folders: string[] = [''];
  if (file !== null) {
    const parts = file.split('/').slice(0, -1);
    folders.push(...parts.map((_, index) => parts.slice(0, index + 1).join('/')));
  } else {
    for (const one of foldersIn(repository, '')) folders.push(one, ...foldersIn(repository, one));
  }
  for (const folder of folders) {
    const kind = kindOf(join(repository, folder));
    if (kind !== null) return { kind, folder };
  }
  return null;
}

function kindOf(folder: string): CppProject['kind'] | null {
  if (existsSync(join(folder, 'CMakeLists.txt'))) return 'cmake';
  return makefiles.some((name) => existsSync(join(folder, name))) ? 'make' : null;
}

function foldersIn(repository: string, folder: string): readonly string[] {
  try {
    return readdirSync(join(repository, folder), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && !isForeign(entry.name))
      .map(({ name }) => (folder === '' ? name : `${folder}/${name}`))
      .sort();
  } catch {
    return [];
  }
}

/** Files, relative to the repository, that declare a test of one of these suites. */
export function filesDeclaring(repository: string, suites: ReadonlySet<string>): readonly string[] {
  return textsOf(repository, (name) => sources.test(name))
    .filter(({ text }) => text.includes('TEST') && declaredTests(text).some(({ suite }) => suites.has(suite)))
    .map(({ file }) => file);
}

/** Options of a project by which its tests are built, as its CMakeLists.txt declare them. */
export function testOptions(projectFolder: string): readonly string[] {
  const texts = textsOf(projectFolder, (name) => name === 'CMakeLists.txt');
  const named = texts.flatMap(({ text }) => [...text.matchAll(/\boption\s*\(\s*(\w+)/gi)].map(([, name]) => name!));
  const isOfTests = /(^|_)((BUILD|ENABLE|WITH)_)?(UNIT_?)?TEST(S|ING)?$|(^|_)(BUILD|ENABLE)_TEST(S|ING)?(_|$)/i;
  return [...new Set(named)].filter((name) => isOfTests.test(name)).sort();
}

function textsOf(root: string, isWanted: (name: string) => boolean): readonly { file: string; text: string }[] {
  const found: { file: string; text: string }[] = [];
  const pending = [''];
  for (let folder = pending.pop(); folder !== undefined && found.length < maxFiles; folder = pending.pop()) {
    for (const one of foldersIn(root, folder)) pending.push(one);
    for (const entry of entriesOf(join(root, folder))) {
      if (!entry.isFile() || !isWanted(entry.name)) continue;
      const path = join(root, folder, entry.name);
      if (maxBytes < statSync(path).size) continue;
      found.push({ file: folder === '' ? entry.name : `${folder}/${entry.name}`, text: readFileSync(path, 'utf8') });
    }
  }
  return found.sort((a, b) => (a.file < b.file ? -1 : 1));
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
