/**
 * Python's import paths: packages are folders with `__init__`, whose names start at the folder that is on the path.
 * That folder is found from the files, as no interpreter is asked. https://docs.python.org/3/reference/import.html
 */
import type { ImportTarget, LanguageRules } from '../../core/graph/languageTraits.ts';

export const pythonRules: LanguageRules = { moduleNames, ambientModules: () => [], sees, importTarget };

/** Folders that repositories put on the path. */
const sourceRoots = ['src/', 'lib/', 'python/'];

function moduleNames(file: string, isFile: (file: string) => boolean): readonly string[] {
  const path = file.replace(/\.pyi?$/, '').replace(/(^|\/)__init__$/, '');
  if (path === '') return [];
  const segments = path.split('/');
  let first = segments.length - 1;
  while (first > 0 && isFile(`${segments.slice(0, first).join('/')}/__init__.py`)) first--;
  const names = [segments.slice(first).join('.'), segments.join('.')];
  for (const root of sourceRoots) if (path.startsWith(root)) names.push(path.slice(root.length).replaceAll('/', '.'));
  return [...new Set(names)];
}

/** The folder a name starts from must be one that is on the path: a source root, a project, or above the importer. */
function sees(file: string, name: string, fromFile: string, isFile: (file: string) => boolean): boolean {
  const root = file.slice(0, rootLength(file, name));
  if (fromFile.startsWith(root) || sourceRoots.includes(root)) return true;
  return root === 'src/' || root.endsWith('/src/') || isFile(`${root}setup.py`);
}

/** How much of a file's path comes before the part that the module's name is made of. */
function rootLength(file: string, name: string): number {
  const above = (end: number) => (end <= 0 ? -1 : file.lastIndexOf('/', end - 1));
  let end = file.lastIndexOf('/');
  // The file itself is the last segment of the name; of a package its folder is.
  if (file.startsWith('__init__.', end + 1)) end = above(end);
  for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) end = above(end);
  return end + 1;
}

function importTarget(source: string, fromFile: string): ImportTarget {
  const dots = source.match(/^\.*/)![0].length;
  if (dots === 0) return { kind: 'module', name: source };
  const folder = fromFile.split('/').slice(0, -dots);
  if (dots > fromFile.split('/').length) return { kind: 'paths', files: [] };
  const rest = source.slice(dots);
  const base = [...folder, ...(rest === '' ? [] : rest.split('.'))].join('/');
  const inside = base === '' ? '' : `${base}/`;
  const module = rest === '' ? [] : [`${base}.py`, `${base}.pyi`];
  return { kind: 'paths', files: [`${inside}__init__.py`, ...module, `${inside}__init__.pyi`] };
}
