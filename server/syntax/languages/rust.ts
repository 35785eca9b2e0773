/**
 * Rust's module paths: a crate is the tree of modules below its root file, found from folder names, as no manifest is
 * read. https://doc.rust-lang.org/reference/items/modules.html
 */
import type { ImportTarget, LanguageRules } from '../../core/graph/languageTraits.ts';

export const rustRules: LanguageRules = { moduleNames, ambientModules: () => [], sees: () => true, importTarget };

interface Home {
  /** The crate's root, by folders: the folder of its root file, or that file where each file is a crate. */
  readonly crate: readonly string[];
  /** Names from the crate's root down to the file's module. */
  readonly inside: readonly string[];
  /** The folder of the package the crate belongs to. */
  readonly folder: readonly string[];
  /** Whether the file is a crate of its own, whose modules lie beside it. */
  readonly isAlone: boolean;
}

/** Folders whose files are each a crate of its own. */
const separate: ReadonlySet<string> = new Set(['tests', 'examples', 'benches', 'bin', 'fuzz_targets']);
/** Crates from elsewhere that every crate can name. */
const standard: ReadonlySet<string> = new Set(['std', 'core', 'alloc', 'proc_macro', 'test']);

function homeOf(file: string, isFile: (file: string) => boolean): Home {
  const folders = file.replace(/\.rs$/, '').split('/');
  const name = folders.pop()!;
  const source = rootFolder(folders, isFile);
  const own = folders.findLastIndex((folder, at) => at > source && separate.has(folder));
  const root = Math.max(source, own);
  const folder = folders.slice(0, Math.max(0, source >= 0 ? source : own));
  const [crate, below] = [folders.slice(0, root + 1), folders.slice(root + 1)];
  const isAlone = own >= 0 && below.length === 0 && name !== 'mod';
  if (isAlone) return { crate: [...crate, name], inside: [], folder, isAlone };
  const isRoot = (below.length === 0 && name === 'lib') || (below.length < 2 && name === 'main');
  return { crate, inside: isRoot ? [] : name === 'mod' ? below : [...below, name], folder, isAlone };
}

/** Which of the folders above a file holds the root file of its crate: `src`, or the nearest with such a file. */
function rootFolder(folders: readonly string[], isFile: (file: string) => boolean): number {
  const source = folders.lastIndexOf('src');
  if (source >= 0) return source;
  const holdsRoot = (at: number) => {
    const path = folders.slice(0, at + 1).join('/');
    return isFile(`${path}/lib.rs`) || isFile(`${path}/main.rs`);
  };
  return folders.findLastIndex((folder, at) => !separate.has(folder) && holdsRoot(at));
}

/** The path of the file's module by folders, and by the folder of its package, whose name the package mostly has. */
function moduleNames(file: string, isFile: (file: string) => boolean): readonly string[] {
  const { crate, inside, folder } = homeOf(file, isFile);
  const names = [dotted([...crate, ...inside])];
  const known = folder.at(-1);
  if (crate.at(-1) === 'src' && known !== undefined) names.push(dotted([known, ...inside]));
  return names;
}

function importTarget(
  source: string,
  fromFile: string,
  namespace: string,
  isFile: (file: string) => boolean,
): ImportTarget {
  const { crate, inside, folder, isAlone } = homeOf(fromFile, isFile);
  const here = [...crate, ...inside, ...(namespace === '' ? [] : namespace.split('.'))];
  // A module that is declared is one below.
  const [first, ...rest] = (source === '' ? 'self' : source.replace(/^\./, 'self.')).split('.');
  const isBeside = (name: string | undefined, folders: readonly string[]) =>
    name !== undefined && [`${name}.rs`, `${name}/mod.rs`].some((end) => isFile([...folders, end].join('/')));
  if (isAlone && (first === 'crate' || first === 'self') && isBeside(rest[0], crate.slice(0, -1))) {
    return named([...crate.slice(0, -1), ...rest]);
  }
  if (first === 'crate') return named([...crate, ...rest]);
  if (first === 'self') return named([...here, ...rest]);
  if (first === 'super') {
    const ups = 1 + rest.findIndex((segment) => segment !== 'super');
    const depth = ups === 0 ? rest.length + 1 : ups;
    return named([...here.slice(0, Math.max(0, here.length - depth)), ...rest.slice(depth - 1)]);
  }
  if (standard.has(first!)) return named([first!, ...rest]);
  const member = packageNamed(first!, folder, isFile);
  if (member !== null) return named([...member, ...rest]);
  // The package at the top of the repository has no folder to be known by; tests beside it mean it by any name.
  const isTop = folder.length === 0 && (isAlone || crate.at(-1) !== 'src') && isFile('src/lib.rs');
  return isTop ? named(['src', ...rest]) : named([first!, ...rest]);
}

/**
 * The source folder of a package of the workspace, by the name code has for it: its folder is called so, or without the
 * first words (`grep_cli` in `cli`), and lies beside the one that asks.
 */
function packageNamed(
  name: string,
  from: readonly string[],
  isFile: (file: string) => boolean,
): readonly string[] | null {
  const words = name.split('_');
  for (const above of [from.slice(0, -1), from, ['crates']]) {
    for (let first = 0; first < words.length; first++) {
      for (const mark of ['_', '-']) {
        const folders = [...above, words.slice(first).join(mark), 'src'];
        if (isFile([...folders, 'lib.rs'].join('/'))) return folders;
      }
    }
  }
  return null;
}

function named(segments: readonly string[]): ImportTarget {
  return { kind: 'module', name: dotted(segments) };
}

/** Folder names as code writes them, as one path. */
function dotted(segments: readonly string[]): string {
  return segments.map((segment) => segment.replace(/[-.]/g, '_')).join('.');
}
