/**
 * Which of a repository's files belong to it: those of a known extension, without other people's code, build output and
 * environments, wherever the list of them came from.
 */

/** More are not looked at. */
export const mostFiles = 200_000;

/** Folders that hold other people's code or build output. */
export const leftOutFolders = new Set([
  '.git',
  '.hg',
  '.svn',
  '.venv',
  'venv',
  'site-packages',
  'node_modules',
  '.tox',
  '.nox',
  '.eggs',
  '__pycache__',
  '.mypy_cache',
  '.pytest_cache',
  '.ruff_cache',
]);

/** Of all files those that belong to the repository, in their order. */
export function belongingFiles(all: readonly string[], extensions: readonly string[]): readonly string[] {
  const environments = all
    .filter((file) => file.endsWith('/pyvenv.cfg'))
    .map((file) => file.slice(0, -'pyvenv.cfg'.length));
  const hasExtension = endsWithOneOf(extensions);
  const isLeftOut = createLeftOut();
  return all
    .filter((file) => hasExtension(file) && !isLeftOut(file) && !environments.some((folder) => file.startsWith(folder)))
    .slice(0, mostFiles);
}

/** Extensions without a dot may be the end of any name; the others are told apart by what follows their last dot. */
function endsWithOneOf(extensions: readonly string[]): (file: string) => boolean {
  const endOf = (text: string) => text.slice(text.lastIndexOf('.') + 1);
  const ends = new Set(extensions.filter((extension) => extension.includes('.')).map(endOf));
  const dotless = extensions.filter((extension) => !extension.includes('.'));
  return (file) =>
    (ends.has(endOf(file)) && extensions.some((extension) => file.endsWith(extension))) ||
    dotless.some((extension) => file.endsWith(extension));
}

/** Looks at each folder once. */
function createLeftOut(): (file: string) => boolean {
  const known = new Map<string, boolean>([['', false]]);
  return function isLeftOut(path: string): boolean {
    const slash = path.lastIndexOf('/');
    const folder = path.slice(0, Math.max(0, slash));
    const isFolderLeftOut = known.get(folder) ?? isLeftOut(folder);
    known.set(folder, isFolderLeftOut);
    return isFolderLeftOut || leftOutFolders.has(path.slice(slash + 1));
  };
}
