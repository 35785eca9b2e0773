/** Which test names are Rust's, told by names and files alone. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { RecipeRequest } from '../../../ports/testRunner.ts';
import type { Claim } from '../ecosystem.ts';

const rustFile = /\.rs(:\d+)?$/;
const testPath = /^([\w:/-]+ )?\w+(::\w+)*$/;

/** Certain of Rust files, and of paths of modules where the folder is a package; of names alone where it is one. */
export function claimsOf({ repository, tests }: RecipeRequest): Claim {
  if (tests.length === 0) return 'no';
  if (tests.every((test) => rustFile.test(test))) return 'certain';
  if (!tests.every((test) => rustFile.test(test) || testPath.test(test))) return 'no';
  return manifestOf(repository) === null ? 'no' : 'certain';
}

/** The folder, relative to the repository, of the manifest at its root or in the first folder below that has one. */
export function manifestOf(repository: string): string | null {
  if (existsSync(join(repository, 'Cargo.toml'))) return '';
  const below = foldersIn(repository);
  const deeper = below.flatMap((folder) => foldersIn(join(repository, folder)).map((name) => `${folder}/${name}`));
  return [...below, ...deeper].find((folder) => existsSync(join(repository, folder, 'Cargo.toml'))) ?? null;
}

function foldersIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules')
      .map(({ name }) => name)
      .sort();
  } catch {
    return [];
  }
}
