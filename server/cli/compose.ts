/** The one place where the command line builds the engine's ports. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from '../adapters/disk/cacheFolder.ts';
import { installedLanguages } from '../adapters/disk/installedLanguages.ts';
import { createRepositoryFiles } from '../adapters/disk/repositoryFiles.ts';
import { createHardenedGit } from '../adapters/git/hardenedGit.ts';
import { createTestRunners } from '../adapters/runners/testRunners.ts';
import { engineVersion } from '../indexing/engineVersion.ts';
import { createGraphCache } from '../indexing/graphCache.ts';
import { installedThreads } from '../indexing/installedThreads.ts';
import { type OpenedRepository, openRepository } from '../indexing/openRepository.ts';
import type { Clock } from '../ports/clock.ts';
import type { RepositoryFiles } from '../ports/files.ts';
import type { TestRunner } from '../ports/testRunner.ts';
import { createParserSet } from '../syntax/parserSet.ts';

export interface CliPorts {
  readonly files: RepositoryFiles;
  readonly testRunner: TestRunner;
  readonly clock: Clock;
}

/** Where the bundle and what it reads lie; the same folder for the command line, the server and the extension. */
const installedIn = dirname(fileURLToPath(import.meta.url));

export function compose(repository: string): CliPorts {
  const environment = process.env;
  return {
    files: createRepositoryFiles(repository, createHardenedGit(environment)),
    testRunner: createTestRunners({
      tracersFolder: join(installedIn, 'tracers'),
      cacheFolder: cacheFolder(environment),
      environment,
      parsers: () => installedLanguages(installedIn),
    }),
    clock: { now: () => performance.now() / 1000 },
  };
}

export function installed(...path: readonly string[]): string {
  return join(installedIn, ...path);
}

/** The graph of the whole repository, from the cache as far as that holds. */
export async function indexed(files: RepositoryFiles): Promise<OpenedRepository> {
  const cache = createGraphCache(join(cacheFolder(process.env), 'graphs'), engineVersion);
  const threads = installedThreads(installedIn);
  return openRepository(files, await createParserSet(installedLanguages(installedIn)), { cache, threads });
}

export function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(installed('..', 'package.json'), 'utf8'));
  return String((manifest as { version: unknown }).version);
}
