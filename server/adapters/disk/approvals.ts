/**
 * What a user has said yes to, so that nobody is asked twice: running the tests of one repository, in one way, with the
 * configuration files that steer how as they were then. Any of that changed, and it has to be asked again.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, join, relative } from 'node:path';

export interface ApprovalRequest {
  readonly repository: string;
  readonly tests: readonly string[];
  /** How they are to be run: runner, interpreter, sandbox, as asked for. */
  readonly how: readonly string[];
}

export interface Approvals {
  has(request: ApprovalRequest): boolean;
  /** Never throws: what cannot be kept is asked again. */
  add(request: ApprovalRequest): void;
}

/** Files that say which programs run when tests do. */
const steering = new RegExp(
  `^(${[
    'pyproject\\.toml|setup\\.(py|cfg)|tox\\.ini|pytest\\.ini|conftest\\.py|manage\\.py|sitecustomize\\.py',
    'package\\.json|(vite|vitest|jest|babel|karma)\\.config\\..+|jest\\.setup\\..+|\\.mocharc\\..+|\\.babelrc.*|\\.swcrc|jasmine\\.json|tsconfig.*\\.json|\\.npmrc',
    'pom\\.xml|.+\\.gradle(\\.kts)?|gradle\\.properties',
    'go\\.(mod|work)|Cargo\\.toml|build\\.rs|rust-toolchain.*',
    'CMakeLists\\.txt|CTestTestfile\\.cmake|[Mm]akefile|\\.culprit\\.json',
  ].join('|')})$`,
);
const mostKept = 500;

export function createApprovals(stateFolder: string): Approvals {
  const file = join(stateFolder, 'approvals.json');
  return {
    has: (request) => read(file).includes(keyOf(request)),
    add(request) {
      const key = keyOf(request);
      const keys = [...read(file).filter((known) => known !== key), key].slice(-mostKept);
      try {
        mkdirSync(stateFolder, { recursive: true, mode: 0o700 });
        writeFileSync(`${file}.${process.pid}`, JSON.stringify(keys), { mode: 0o600 });
        renameSync(`${file}.${process.pid}`, file);
      } catch {
        // Asked again next time.
      }
    },
  };
}

function read(file: string): readonly string[] {
  try {
    const keys: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return Array.isArray(keys) ? keys.filter((key) => typeof key === 'string') : [];
  } catch {
    return [];
  }
}

function keyOf({ repository, tests, how }: ApprovalRequest): string {
  const hash = createHash('sha256').update(JSON.stringify([repository, [...tests].sort(), how]));
  for (const folder of foldersOf(repository, tests)) {
    for (const name of names(join(repository, folder))) {
      if (steering.test(name)) hash.update(`\0${folder}/${name}\0`).update(content(join(repository, folder, name)));
    }
  }
  return hash.digest('hex');
}

/** The repository's own folder, and those on the way to the tests as far as their names are paths. */
function foldersOf(repository: string, tests: readonly string[]): readonly string[] {
  const folders = new Set(['']);
  for (const test of tests) {
    const named = test.split(/::| > |:\d+$/)[0] ?? '';
    const path = isAbsolute(named) ? relative(repository, named) : named;
    for (
      let folder = dirname(path);
      folder !== '.' && folder !== '/' && !folder.startsWith('..');
      folder = dirname(folder)
    ) {
      folders.add(folder);
    }
  }
  return [...folders].sort();
}

function names(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function content(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch {
    return new Uint8Array(); // a folder of that name
  }
}
