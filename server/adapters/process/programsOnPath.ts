/** Programs by name, in the folders of PATH that are absolute themselves. Leaves out asking them what they are. */
import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { isInside } from '../disk/confinedPath.ts';
import type { Environment } from './environment.ts';

/** The absolute path of the first one, or `null`. */
export function programOnPath(name: string, environment: Environment): string | null {
  return pathsOf(name, environment).find(isProgram) ?? null;
}

/** The first one that is not the repository's own, by links either: it could bring its own. */
export function programOutside(name: string, environment: Environment, repository: string): string | null {
  return (
    pathsOf(name, environment).find((path) => isProgram(path) && !isInside(repository, realpathSync(path))) ?? null
  );
}

export function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function pathsOf(name: string, { PATH = '' }: Environment): readonly string[] {
  return PATH.split(delimiter)
    .filter((folder) => isAbsolute(folder))
    .map((folder) => join(folder, name));
}
