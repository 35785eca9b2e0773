/**
 * Builds the watcher's own program with the user's Go, once, and has it prepare a run: instrumented copies, an overlay,
 * and a test program for each package. No test runs here.
 */
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cancellation } from '../../../ports/cancellation.ts';
import type { CollectionProblem, TestRecipe, WatchRequest } from '../../../ports/testRunner.ts';
import type { ProcessResult } from '../../process/runProcess.ts';
import type { RunFolders } from '../../watching/runFolders.ts';
import type { EcosystemOptions } from '../ecosystem.ts';
import { buildEnvironment } from './goEnvironment.ts';
import { parseGoTest } from './goTestNames.ts';

export interface PreparedPackage {
  /** Absolute. */
  readonly folder: string;
  readonly binary: string;
  /** The tests of it as they were asked for. */
  readonly asked: readonly string[];
  readonly tests: readonly { readonly name: string; readonly file: string; readonly line: number }[];
  /** Subtests asked for alone. */
  readonly parts: readonly string[];
}

export type Preparation =
  | {
      readonly kind: 'prepared';
      readonly packages: readonly PreparedPackage[];
      readonly problems: readonly CollectionProblem[];
    }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'cancelled' };

/** Compiling what has never been compiled takes its time, and is no test's. */
const buildSeconds = 1200;

export async function prepareGoRun(
  options: EcosystemOptions,
  recipe: TestRecipe,
  watch: WatchRequest,
  folders: RunFolders,
  repository: string,
  cancellation: Cancellation,
): Promise<Preparation> {
  const preparer = await buildPreparer(options, recipe, folders, repository, cancellation);
  if (preparer.kind !== 'built') return preparer;
  const requestFile = join(folders.outFolder, 'request.json');
  const request = {
    repository,
    go: recipe.program,
    goRoot: recipe.settings.goRoot,
    mode: watch.mode,
    outFolder: folders.outFolder,
    cacheFolder: folders.cacheFolder,
    runtime: join(options.watcherFolder, 'runtime'),
    instrument: watch.mode === 'spectra' ? watch.instrument : null,
    values: Object.fromEntries(watch.values ?? []),
    targets: targetsOf(watch.tests, repository),
  };
  await writeFile(requestFile, JSON.stringify(request));
  const result = await options.runProcess({
    command: preparer.program,
    arguments: [requestFile],
    cwd: recipe.cwd,
    environment: buildEnvironment(options.environment, String(recipe.settings.flags)),
    seconds: buildSeconds,
    lastWords: [],
    cancellation,
    confinement: confinementOf(options, recipe, folders, repository),
  });
  const failure = failureOf(result, 'The tests could not be built');
  if (failure !== null) return failure;
  const plan = JSON.parse(await readFile(join(folders.outFolder, 'plan.json'), 'utf8')) as Extract<
    Preparation,
    { kind: 'prepared' }
  >;
  return { kind: 'prepared', packages: plan.packages, problems: plan.problems ?? [] };
}

/** What is asked for, by package. */
function targetsOf(tests: readonly string[], repository: string): readonly object[] {
  const targets = new Map<string, { folder: string; asked: string[]; names: string[]; files: string[] }>();
  for (const test of tests) {
    const parsed = parseGoTest(test, repository);
    for (const { folder, name, file, text } of 'names' in parsed ? parsed.names : []) {
      const target = targets.get(folder) ?? { folder, asked: [], names: [], files: [] };
      targets.set(folder, target);
      target.asked.push(text);
      if (name !== null) target.names.push(name);
      else if (file !== null) target.files.push(file);
    }
  }
  return [...targets.values()];
}

type Preparer =
  | { readonly kind: 'built'; readonly program: string }
  | Extract<Preparation, { kind: 'failed' | 'cancelled' }>;

async function buildPreparer(
  options: EcosystemOptions,
  recipe: TestRecipe,
  folders: RunFolders,
  repository: string,
  cancellation: Cancellation,
): Promise<Preparer> {
  const files = (await readdir(options.watcherFolder)).filter((name) => name.endsWith('.go')).sort();
  const hash = createHash('sha256').update(recipe.programVersion);
  for (const file of files) hash.update(file).update(await readFile(join(options.watcherFolder, file)));
  const name = `culprit-go-${hash.digest('hex').slice(0, 16)}${process.platform === 'win32' ? '.exe' : ''}`;
  const program = join(folders.cacheFolder, name);
  if ((await stat(program).catch(() => null)) !== null) return { kind: 'built', program };
  await mkdir(folders.cacheFolder, { recursive: true });
  // A folder of its own, because a go.mod above ours is nobody's business here.
  const folder = await mkdtemp(join(folders.cacheFolder, 'culprit-go-build-'));
  try {
    for (const file of files) await cp(join(options.watcherFolder, file), join(folder, file));
    await writeFile(join(folder, 'go.mod'), 'module culprit\n\ngo 1.21\n');
    const result = await options.runProcess({
      command: recipe.program,
      arguments: ['build', '-trimpath', '-o', join(folder, name), '.'],
      cwd: folder,
      environment: {
        ...buildEnvironment(options.environment, ''),
        GOFLAGS: '-buildvcs=false',
        GOWORK: 'off',
        CGO_ENABLED: '0',
        PWD: folder,
      },
      seconds: buildSeconds,
      lastWords: [],
      cancellation,
      confinement: confinementOf(options, recipe, folders, repository),
    });
    const failure = failureOf(result, 'The watcher of Go tests could not be built');
    if (failure !== null) return failure;
    await rename(join(folder, name), program);
    return { kind: 'built', program };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function confinementOf(options: EcosystemOptions, recipe: TestRecipe, folders: RunFolders, repository: string) {
  const { goRoot, buildCache, moduleCache } = recipe.settings;
  return {
    repository,
    writable: [folders.outFolder, folders.cacheFolder, String(buildCache), String(moduleCache)],
    readable: [options.watcherFolder, recipe.program, String(goRoot)],
    network: true, // modules that were never fetched; nothing of the repository's runs here
  };
}

function failureOf(
  { ending, outputTail }: ProcessResult,
  what: string,
): Extract<Preparation, { kind: 'failed' | 'cancelled' }> | null {
  if (ending.kind === 'exited' && ending.status === 0) return null;
  if (ending.kind === 'cancelled') return { kind: 'cancelled' };
  if (ending.kind === 'notStarted') return { kind: 'failed', message: `${what}: ${ending.message}` };
  if (ending.kind === 'timedOut') return { kind: 'failed', message: `${what} within ${buildSeconds} s` };
  const said = outputTail.trim().split('\n').slice(-20).join('\n');
  return { kind: 'failed', message: `${what}:\n${said}` };
}
