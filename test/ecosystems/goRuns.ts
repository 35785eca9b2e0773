/** How the tests of Go's runner start it: with the machine's own Go, and one cache for all of them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, type TestContext, test } from 'vitest';
import type { WatchedRun } from '../../server/ports/testRunner.ts';
import { type RunOptions, runTests } from '../adapters/watchedRepository.ts';
import { notRun, programNamed } from '../provision.ts';

const go = await programNamed(['go'], ['version']);
const cacheFolder = mkdtempSync(join(tmpdir(), 'culprit-go-cache-'));
afterAll(() => rmSync(cacheFolder, { recursive: true, force: true }));

/** The `go.mod` of a module of its own. */
export const module = 'module example.com/shop\n\ngo 1.22\n';

/** A test that is reported as not run where there is no Go. */
export function withGo(name: string, body: () => Promise<void>): void {
  test(name, async (context) => {
    if (!lacksGo(context)) await body();
  });
}

/** Whether there is no Go; the test is reported as not run then. */
export function lacksGo(context: TestContext): boolean {
  if (go.program !== null) return false;
  notRun(context, go.reason);
  return true;
}

/** Runs tests; a run that could not be started fails with what it says. */
export async function runGo(
  repository: string,
  tests: readonly string[],
  options: RunOptions = {},
): Promise<WatchedRun> {
  const watched = await runTests(repository, tests, { cacheFolder, ...options });
  if (watched.ending.kind === 'notStarted') throw new Error(watched.ending.message);
  return watched;
}
