/** Tiny repositories in temporary folders, run by the real runners; what every test of a runner starts from. */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { createTestRunners } from '../../server/adapters/runners/testRunners.ts';
import type { ExecutionTrace } from '../../server/core/trace/executionTrace.ts';
import { traceEvent } from '../../server/core/trace/executionTrace.ts';
import type { Cancellation } from '../../server/ports/cancellation.ts';
import type {
  CommandToRun,
  RunnerName,
  StatementHits,
  TestRecipe,
  WatchedRun,
  WatchMode,
  WatchRequest,
} from '../../server/ports/testRunner.ts';
import { parserSource } from '../parsers.ts';

const tracersFolder = fileURLToPath(new URL('../../server/adapters/tracers', import.meta.url));
export const watcherFolder = join(tracersFolder, 'python');
const never: Cancellation = { aborted: false, addEventListener: () => {}, removeEventListener: () => {} };

type Files = Readonly<Record<string, string | Uint8Array>>;

/** A folder with these files, removed when the test ends. */
export function repositoryOf(files: Files): string {
  const folder = temporaryFolder('culprit-repository-');
  writeFiles(folder, files);
  return folder;
}

export function temporaryFolder(prefix: string): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), prefix)));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function writeFiles(folder: string, files: Files): void {
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), content);
  }
}

export interface RunOptions {
  /** The Python of the tests, where they are Python's. */
  readonly python?: string;
  readonly mode?: WatchMode;
  readonly command?: CommandToRun;
  readonly runner?: RunnerName | 'auto';
  readonly instrument?: readonly string[];
  readonly leaveOut?: readonly string[];
  readonly values?: WatchRequest['values'];
  readonly keepPassingTraces?: boolean;
  readonly reversed?: boolean;
  readonly limits?: Partial<WatchRequest['limits']>;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly cacheFolder?: string;
  readonly cancellation?: Cancellation;
}

/** Resolves and runs tests of a repository; fails the test where there is no recipe. */
export async function runTests(repository: string, tests: readonly string[], options: RunOptions): Promise<WatchedRun> {
  const runner = createTestRunners({
    tracersFolder,
    cacheFolder: options.cacheFolder ?? temporaryFolder('culprit-cache-'),
    environment: { ...process.env, ...options.environment },
    parsers: parserSource,
  });
  const request = {
    ...{ repository, tests, runner: options.runner ?? 'auto', interpreter: options.python ?? null },
    ...(options.command === undefined ? {} : { command: options.command }),
  } as const;
  const resolution = await runner.resolve(request);
  if (resolution.kind !== 'recipe') throw new Error(resolution.message);
  const recipe: TestRecipe = resolution.recipe;
  const watch: WatchRequest = {
    mode: options.mode ?? 'plain',
    tests: recipe.tests,
    instrument: options.instrument ?? null,
    leaveOut: options.leaveOut ?? [],
    values: options.values ?? null,
    keepPassingTraces: options.keepPassingTraces ?? false,
    reversed: options.reversed ?? false,
    limits: { seconds: 60, startSeconds: 60, testSeconds: 60, maxTests: 10_000, fuel: 200_000_000, ...options.limits },
  };
  return runner.run(recipe, watch, options.cancellation ?? never);
}

/** `id outcome` of each test, in order. */
export function outcomes(run: WatchedRun): string[] {
  return run.tests.map((test) => `${test.id} ${test.outcome}`);
}

export function hitsOf(hits: StatementHits | null): Record<string, number[]> {
  return Object.fromEntries([...(hits ?? [])].map(([file, lines]) => [file, [...lines]]));
}

/** Events as `kind name:line`, for reading in an expectation. */
export function eventsOf(trace: ExecutionTrace | null): string[] {
  if (trace === null) return [];
  const names = Object.fromEntries(Object.entries(traceEvent).map(([name, kind]) => [kind, name]));
  return [...trace.kinds].map(
    (kind, at) => `${names[kind]} ${trace.codes[trace.codeIndexes[at]!]!.qualifiedName}:${trace.lines[at]}`,
  );
}

/** One hash over every path and content below a folder. */
export function treeHash(folder: string): string {
  const hash = createHash('sha256');
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => ({ path: join(entry.parentPath, entry.name), isFile: entry.isFile() }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  for (const { path, isFile } of entries) hash.update(path).update(isFile ? readFileSync(path) : '');
  return hash.digest('hex');
}
