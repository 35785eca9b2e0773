/** The one place where the command line builds the engine's ports. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from '../adapters/disk/cacheFolder.ts';
import { installedLanguages } from '../adapters/disk/installedLanguages.ts';
import { createRepositoryFiles } from '../adapters/disk/repositoryFiles.ts';
import { stateFolder } from '../adapters/disk/stateFolder.ts';
import { createHardenedGit } from '../adapters/git/hardenedGit.ts';
import { isolatedRuns } from '../adapters/isolation/isolatedRuns.ts';
import type { SandboxChoice } from '../adapters/isolation/isolationLevel.ts';
import type { Environment } from '../adapters/process/environment.ts';
import { createTestRunners } from '../adapters/runners/testRunners.ts';
import { createTrialRunner } from '../adapters/trials/trialRunner.ts';
import { engineVersion } from '../indexing/engineVersion.ts';
import { createGraphCache } from '../indexing/graphCache.ts';
import { installedThreads } from '../indexing/installedThreads.ts';
import { type OpenedRepository, openRepository } from '../indexing/openRepository.ts';
import type { Clock } from '../ports/clock.ts';
import type { RepositoryFiles } from '../ports/files.ts';
import type { GitHistory } from '../ports/git.ts';
import type { TestRunner } from '../ports/testRunner.ts';
import type { TrialRunner } from '../ports/trials.ts';
import { createParserSet, type ParserSet } from '../syntax/parserSet.ts';
import { CliRefusal, exitStatus } from './exitStatus.ts';

export interface CliPorts {
  readonly files: RepositoryFiles;
  readonly testRunner: TestRunner;
  readonly trials: TrialRunner;
  readonly clock: Clock;
  readonly history: GitHistory;
  /** What a reader of the answer should know of how tests were run, or `null`. */
  readonly note: string | null;
}

/** Where the bundle and what it reads lie; the same folder for the command line, the server and the extension. */
const installedIn = dirname(fileURLToPath(import.meta.url));

/** Ports for running tests. Throws a refusal where they cannot be kept from harm as was asked for. */
export async function compose(
  repository: string,
  sandbox: SandboxChoice,
  environment: Environment = process.env,
): Promise<CliPorts> {
  const runs = await isolatedRuns({ choice: sandbox, repository, ...isolationPlaces() });
  if (runs.kind === 'refused') throw new CliRefusal(runs.message, exitStatus.notRun);
  const running = {
    tracersFolder: join(installedIn, 'tracers'),
    cacheFolder: cacheFolder(process.env),
    environment,
    runProcess: runs.runProcess,
  };
  return {
    files: repositoryFiles(repository),
    testRunner: createTestRunners({ ...running, parsers: () => installedLanguages(installedIn) }),
    trials: createTrialRunner(running),
    clock: { now: () => performance.now() / 1000 },
    history: createHardenedGit(process.env),
    note: runs.note,
  };
}

export function repositoryFiles(repository: string): RepositoryFiles {
  return createRepositoryFiles(repository, createHardenedGit(process.env));
}

export function repositoryHistory(): GitHistory {
  return createHardenedGit(process.env);
}

export function isolationPlaces() {
  return {
    environment: process.env,
    stateFolder: stateFolder(process.env),
    mountAndRun: installed('mountAndRun.cjs'),
  };
}

export function installed(...path: readonly string[]): string {
  return join(installedIn, ...path);
}

/** The graph of the whole repository, from the cache as far as that holds. */
export async function indexed(files: RepositoryFiles): Promise<OpenedRepository> {
  const cache = createGraphCache(join(cacheFolder(process.env), 'graphs'), engineVersion);
  const threads = installedThreads(installedIn);
  return openRepository(files, await parserSet(), { cache, threads });
}

export function parserSet(): Promise<ParserSet> {
  return createParserSet(installedLanguages(installedIn));
}

export function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(installed('..', 'package.json'), 'utf8'));
  return String((manifest as { version: unknown }).version);
}
