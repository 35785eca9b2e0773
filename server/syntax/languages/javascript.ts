/**
 * Import paths of JavaScript and TypeScript: relative ones lead to files, with the extensions that Node, bundlers and
 * the TypeScript compiler fill in; others name packages, those of the repository by their
 * `package.json`. Leaves out its `exports` and the `paths` of `tsconfig.json`.
 * https://nodejs.org/api/esm.html#resolution-algorithm-specification,
 * https://www.typescriptlang.org/docs/handbook/modules/reference.html
 */
import type { ImportTarget, LanguageRules } from '../../core/graph/languageTraits.ts';

export const javascriptRules: LanguageRules = { moduleNames, ambientModules: () => [], sees: () => true, importTarget };

const scripts = ['.js', '.jsx', '.mjs', '.cjs'];
const typed = ['.ts', '.tsx', '.mts', '.cts', '.d.ts', '.d.mts', '.d.cts'];
/** Written for the compiled file, meant for its source. */
const sourcesOf: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx', '.jsx', '.d.ts'],
  '.jsx': ['.tsx', '.d.ts'],
  '.mjs': ['.mts', '.d.mts'],
  '.cjs': ['.cts', '.d.cts'],
};
/** Prefixes that projects give their own source folder. */
const sourceFolderPrefix = /^[@~]\//;

/** A file can be imported by its path from the root of the repository or its source folder, where that has folders. */
function moduleNames(file: string): readonly string[] {
  const path = file.replace(/(\.d)?\.[cm]?[jt]sx?$/, '').replace(/\/index$/, '');
  const names = [path];
  if (path.startsWith('src/')) names.push(path.slice('src/'.length));
  return names.filter((name) => name.includes('/'));
}

function importTarget(
  source: string,
  fromFile: string,
  _namespace: string,
  _isFile: (file: string) => boolean,
  packageFolders: (name: string) => readonly string[],
): ImportTarget {
  const folder = fromFile.split('/').slice(0, -1);
  if (/^\.{1,2}(\/|$)/.test(source)) {
    const path = joined(folder, source);
    return { kind: 'paths', files: path === null ? [] : filesOf(path, fromFile) };
  }
  const own = packageFiles(source, fromFile, packageFolders);
  if (own.length > 0) return { kind: 'paths', files: own };
  if (!sourceFolderPrefix.test(source)) return { kind: 'module', name: source };
  const rest = source.replace(sourceFolderPrefix, '');
  const files: string[] = [];
  for (let depth = folder.length; depth >= 0; depth--) {
    const above = folder.slice(0, depth);
    files.push(
      ...filesOf([...above, 'src', rest].join('/'), fromFile),
      ...filesOf([...above, rest].join('/'), fromFile),
    );
  }
  return { kind: 'paths', files };
}

/** Files of a package of the repository: its sources rather than what is built of them. */
function packageFiles(
  source: string,
  fromFile: string,
  packageFolders: (name: string) => readonly string[],
): readonly string[] {
  const segments = source.split('/');
  const name = segments.slice(0, source.startsWith('@') ? 2 : 1).join('/');
  const rest = source.slice(name.length + 1);
  const short = name.slice(name.lastIndexOf('/') + 1);
  const entries =
    rest === ''
      ? ['src/index', 'index', 'lib/index', short, `src/${short}`, `lib/${short}`]
      : [`src/${rest}`, rest, `lib/${rest}`];
  return packageFolders(name).flatMap((folder) => entries.flatMap((entry) => filesOf(folder + entry, fromFile)));
}

/** A relative path from a folder; `null` where it leads out of the repository. */
function joined(folder: readonly string[], source: string): string | null {
  const segments = [...folder];
  for (const segment of source.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') segments.push(segment);
    else if (segments.pop() === undefined) return null;
  }
  return segments.join('/');
}

/** The files a path may mean, likeliest first: itself, its source, it with an extension, the index of a folder. */
function filesOf(path: string, fromFile: string): readonly string[] {
  const extensions = typed.some((one) => fromFile.endsWith(one)) ? [...typed, ...scripts] : [...scripts, ...typed];
  const inFolder = extensions.map((extension) => `${path === '' ? '' : `${path}/`}index${extension}`);
  if (path === '') return inFolder;
  const extension = path.slice(path.lastIndexOf('.'));
  const stem = path.slice(0, -extension.length);
  const sources = Object.hasOwn(sourcesOf, extension) ? sourcesOf[extension]!.map((one) => stem + one) : [];
  return [path, ...sources, ...extensions.map((one) => path + one), ...inFolder];
}
