/**
 * Rust's module paths: a crate is the tree of modules below its root file, found from folder names, as no manifest is
 * read. https://doc.rust-lang.org/reference/items/modules.html
 */
import type { ImportTarget, LanguageRules } from '../../core/graph/languageTraits.ts';

export const rustRules: LanguageRules = { moduleNames, ambientModules: () => [], sees: () => true, importTarget };

interface Home {
  /** The crate's root as a path of names: the folder of its root file, or that file where each file is a crate. */
  readonly crate: readonly string[];
  /** Names from the crate's root down to the file's module. */
  readonly inside: readonly string[];
  /** The folder of the package the crate belongs to. */
  readonly folder: readonly string[];
}

/** Folders whose files are each a crate of its own. */
const separate: ReadonlySet<string> = new Set(['tests', 'examples', 'benches', 'bin', 'fuzz_targets']);

function homeOf(file: string): Home {
  const folders = file.replace(/\.rs$/, '').split('/');
  const name = folders.pop()!;
  const source = folders.lastIndexOf('src');
  const own = folders.findLastIndex((folder, at) => at > source && separate.has(folder));
  const root = Math.max(source, own);
  const package0 = folders.slice(0, Math.max(0, source >= 0 ? source : own));
  const crate = folders.slice(0, root + 1);
  const below = folders.slice(root + 1);
  const isOwnCrate = own >= 0 && (below.length === 0 || (below.length === 1 && name === 'main'));
  if (isOwnCrate) return { crate: [...crate, below[0] ?? name], inside: [], folder: package0 };
  const isRoot = below.length === 0 && (name === 'lib' || name === 'main');
  return { crate, inside: isRoot ? [] : name === 'mod' ? below : [...below, name], folder: package0 };
}

/** The path of the file's module by folders, and by the folder of its package, whose name the package mostly has. */
function moduleNames(file: string): readonly string[] {
  const { crate, inside, folder } = homeOf(file);
  const names = [dotted([...crate, ...inside])];
  const known = folder.at(-1);
  if (crate.at(-1) === 'src' && known !== undefined) names.push(dotted([known, ...inside]));
  return names;
}

function importTarget(source: string, fromFile: string, namespace = ''): ImportTarget {
  const { crate, inside } = homeOf(fromFile);
  const here = [...crate, ...inside, ...(namespace === '' ? [] : namespace.split('.'))];
  const [first, ...rest] = source.replace(/^\.+/, '').split('.');
  if (first === 'crate') return named([...crate, ...rest]);
  if (first === 'self') return named([...here, ...rest]);
  if (first !== 'super') return named([first!, ...rest]);
  const ups = 1 + rest.findIndex((segment) => segment !== 'super');
  const depth = ups === 0 ? rest.length + 1 : ups;
  return named([...here.slice(0, Math.max(0, here.length - depth)), ...rest.slice(depth - 1)]);
}

function named(segments: readonly string[]): ImportTarget {
  return { kind: 'module', name: dotted(segments) };
}

/** Folder names as code writes them, as one path. */
function dotted(segments: readonly string[]): string {
  return segments.map((segment) => segment.replace(/[-.]/g, '_')).join('.');
}
