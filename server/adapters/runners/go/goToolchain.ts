/** Finds the `go` command and asks it where it keeps what it needs. Leaves out building anything. */
import { existsSync, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';
import { isInside } from '../../disk/confinedPath.ts';
import { type Environment, setVariables } from '../../process/environment.ts';
import type { RunProcess } from '../../process/runProcess.ts';

export interface GoToolchain {
  readonly program: string;
  /** `go1.26.8`. */
  readonly version: string;
  readonly source: string;
  /** Flags that hold for every command, from the environment or from `go env -w`. */
  readonly flags: string;
  readonly root: string;
  readonly buildCache: string;
  readonly moduleCache: string;
}

export type GoSearch =
  | { readonly kind: 'found'; readonly toolchain: GoToolchain }
  | { readonly kind: 'missing'; readonly message: string };

const name = process.platform === 'win32' ? 'go.exe' : 'go';
const oldestMinor = 21;

/** The toolchain that is used in a folder: a module may ask for another than the one on PATH. */
export async function findGo(
  repository: string,
  folder: string,
  environment: Environment,
  runProcess: RunProcess,
): Promise<GoSearch> {
  const found = candidates(environment).find(({ path }) => isUsable(path, repository));
  if (found === undefined) {
    return missing('Go was not found on PATH. Install it (https://go.dev/dl) or add its bin folder to PATH.');
  }
  const asked = await runProcess({
    command: found.path,
    arguments: ['env', 'GOVERSION', 'GOFLAGS', 'GOROOT', 'GOCACHE', 'GOMODCACHE'],
    cwd: folder,
    environment: { ...setVariables(environment), PWD: folder },
    seconds: 120,
    lastWords: [],
    cancellation: null,
  });
  const lines = asked.outputTail.trim().split(/\r?\n/).slice(-5);
  const [version, flags, root, buildCache, moduleCache] = lines;
  const isAnswer = asked.ending.kind === 'exited' && asked.ending.status === 0;
  if (
    !isAnswer ||
    version === undefined ||
    root === undefined ||
    buildCache === undefined ||
    moduleCache === undefined
  ) {
    return missing(
      `${found.path} could not say what it is in ${folder}: ${asked.outputTail.trim() || 'it said nothing'}`,
    );
  }
  if (isTooOld(version)) return missing(`${found.path} is ${version}: Go 1.${oldestMinor} or newer is needed.`);
  return {
    kind: 'found',
    toolchain: {
      program: found.path,
      version,
      source: found.source,
      flags: flags ?? '',
      root,
      buildCache,
      moduleCache,
    },
  };
}

function candidates(environment: Environment): readonly { readonly path: string; readonly source: string }[] {
  const onPath = (environment.PATH ?? '').split(delimiter).filter((folder) => isAbsolute(folder));
  const usual = process.platform === 'win32' ? ['C:\\Program Files\\Go'] : ['/usr/local/go', join(homedir(), 'sdk/go')];
  return [
    ...onPath.map((folder) => ({ path: join(folder, name), source: 'PATH' })),
    ...usual.map((folder) => ({ path: join(folder, 'bin', name), source: folder })),
  ];
}

/** A repository could bring a `go` of its own. */
function isUsable(path: string, repository: string): boolean {
  return (
    existsSync(path) &&
    statSync(path).isFile() &&
    !isInside(repository, path) &&
    !isInside(realpathSync(repository), realpathSync(path))
  );
}

function isTooOld(version: string): boolean {
  const minor = /^go1\.(\d+)/.exec(version)?.[1];
  return minor !== undefined && Number(minor) < oldestMinor;
}

function missing(message: string): GoSearch {
  return { kind: 'missing', message };
}
