/** Where the clone of a repository is, among the names that collections of clones go by. */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The folder git keeps the clone in; `null` where there is none. A clone may be bare. */
export function findClone(repos: string, repo: string): string | null {
  const [owner = '', name = ''] = repo.split('/');
  const names = [`${owner}__${name}`, `${owner}+${name}`, `${owner}/${name}`].flatMap((one) => [one, `${one}.git`]);
  for (const folder of names.flatMap((one) => [join(repos, one), join(repos, one, 'repo')])) {
    const found = [join(folder, '.git'), folder].find(isGitFolder);
    if (found !== undefined) return found;
  }
  return null;
}

/** As git itself tells them: https://git-scm.com/docs/gitrepository-layout */
function isGitFolder(folder: string): boolean {
  return existsSync(join(folder, 'HEAD')) && isFolder(join(folder, 'objects')) && existsSync(join(folder, 'refs'));
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
