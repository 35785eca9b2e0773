/** One run of tests of JavaScript: what is asked for is written down, the runner started, and what it left read back. */

import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Cancellation } from '../../../ports/cancellation.ts';
import type { TestRecipe, WatchedRun, WatchRequest } from '../../../ports/testRunner.ts';
import { pruneCache } from '../../disk/cachePruning.ts';
import { inRunFolders, parts } from '../../watching/runFolders.ts';
import { watchPulse } from '../../watching/testPulse.ts';
import { readWatchedRun } from '../../watching/watchedRunReading.ts';
import type { EcosystemOptions } from '../ecosystem.ts';
import type { JavascriptRunner } from './javascriptRunner.ts';
import { nodeEnvironment } from './nodeEnvironment.ts';
import { packageFoldersOutside } from './packageFolders.ts';
import { parseTestName, type TestName } from './testNames.ts';

const cacheLimits = { bytes: 256 * 2 ** 20, days: 30, hoursBetween: 24 };

/** What was asked for of one file, as the watcher's `selection.cjs` wants it. */
interface FileSelection {
  all: boolean;
  readonly ids: string[];
  readonly ranges: (readonly [number, number])[];
}

interface Instrumenter {
  testCallAt(source: string, file: string, line: number): readonly [number, number] | null;
}

/** Runs a recipe's tests with its runner. */
export function runJavascript(
  options: EcosystemOptions,
  runner: JavascriptRunner,
  recipe: TestRecipe,
  watch: WatchRequest,
  cancellation: Cancellation,
): Promise<WatchedRun> {
  return inRunFolders(options.cacheFolder, async ({ outFolder, cacheFolder }) => {
    const requestFile = join(outFolder, 'request.json');
    const own = (recipe.settings.environment as readonly string[] | undefined) ?? [];
    const environment = nodeEnvironment(options.environment, own, requestFile);
    const names = watch.tests.flatMap((test) => {
      const parsed = parseTestName(test, recipe.repository);
      return 'problem' in parsed ? [] : [parsed.name];
    });
    const request = {
      ...{ root: recipe.repository, cwd: recipe.cwd, runner: recipe.runner, settings: recipe.settings },
      tests: watch.tests,
      files: [...new Set(names.map(({ file }) => file))],
      selection: selectionOf(names, recipe.repository, options.watcherFolder),
      ...{ mode: watch.mode, instrument: watch.instrument, leaveOut: watch.leaveOut, limits: watch.limits },
      ...{ keepPassingTraces: watch.keepPassingTraces, reversed: watch.reversed },
      values: watch.values === null ? null : Object.fromEntries(watch.values),
      ...{ outFolder, cacheFolder, startedAt: Date.now() },
    };
    const run = { recipe, watch, request, requestFile, environment, outFolder, cacheFolder };
    const { watcherFolder, runProcess } = options;
    const launch = await runner.launch({ ...run, watcherFolder, runProcess });
    await writeFile(requestFile, JSON.stringify({ ...request, ...launch.request }));
    const result = await runProcess({
      command: recipe.program,
      arguments: launch.arguments,
      cwd: recipe.cwd,
      environment: { ...environment, ...launch.environment },
      seconds: watch.limits.seconds,
      lastWords: [],
      cancellation,
      isOverdue: watchPulse(outFolder, watch.limits.testSeconds),
      confinement: {
        repository: recipe.repository,
        writable: [outFolder, ...(await parts(cacheFolder, ['javascript-probes', ...runner.caches]))],
        readable: [watcherFolder, recipe.program, ...packageFoldersOutside(recipe.repository, recipe.cwd)],
      },
    });
    if (watch.mode !== 'plain') await pruneCache(join(cacheFolder, 'javascript-probes'), cacheLimits);
    for (const folder of runner.caches) await pruneCache(join(cacheFolder, folder), cacheLimits);
    return withUnreached(await readWatchedRun({ outFolder, watch, process: result, endsBy: 'exit' }), request.files);
  });
}

/** A run that was ended in the middle of a file never came to those after it: they count as a test that was not started. */
function withUnreached(run: WatchedRun, files: readonly string[]): WatchedRun {
  if (run.ending.kind !== 'crashed' && run.ending.kind !== 'timedOut') return run;
  const reached = new Set([...run.tests, ...run.collectionProblems].map(({ file }) => file));
  const nUnreached = files.filter((file) => !reached.has(file)).length;
  return { ...run, nNotStarted: run.nNotStarted + nUnreached };
}

/** What is asked for of each file. A line stands for the test, or the suite, whose call it is in. */
function selectionOf(
  names: readonly TestName[],
  repository: string,
  watcherFolder: string,
): Record<string, FileSelection> {
  const selection: Record<string, FileSelection> = {};
  for (const { file, kind, text, line } of names) {
    selection[file] ??= { all: false, ids: [], ranges: [] };
    const asked = selection[file];
    if (kind === 'test') asked.ids.push(text);
    else {
      const range = kind === 'line' ? callAt(repository, file, line, watcherFolder) : null;
      if (range === null) asked.all = true;
      else asked.ranges.push(range);
    }
  }
  return selection;
}

function callAt(
  repository: string,
  file: string,
  line: number,
  watcherFolder: string,
): readonly [number, number] | null {
  const instrumenter = createRequire(import.meta.url)(join(watcherFolder, 'instrument.cjs')) as Instrumenter;
  return instrumenter.testCallAt(readFileSync(join(repository, file), 'utf8'), file, line);
}
