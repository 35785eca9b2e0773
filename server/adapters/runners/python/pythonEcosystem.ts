/**
 * Runs the tests of a Python repository under watch: `resolve` says how they would be run, `run` runs them in a process
 * of its own and reads back what was seen. Nothing is installed in, or written to, the repository.
 */

import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cancellation } from '../../../ports/cancellation.ts';
import type { TestRecipe, WatchedRun, WatchRequest } from '../../../ports/testRunner.ts';
import { pruneCache } from '../../disk/cachePruning.ts';
import { inRunFolders, parts } from '../../watching/runFolders.ts';
import { watchPulse } from '../../watching/testPulse.ts';
import { readWatchedRun } from '../../watching/watchedRunReading.ts';
import type { Ecosystem, EcosystemOptions } from '../ecosystem.ts';
import { findInterpreter } from './interpreterDiscovery.ts';
import { parseNativeStack } from './nativeStack.ts';
import { claimsOf } from './pythonClaims.ts';
import { pythonEnvironment } from './pythonEnvironment.ts';
import { resolveRecipe } from './recipeResolution.ts';

/**
 * Signals the watcher answers: the first says where the program is, with values; the second works even inside C code.
 * Real-time signals, which programs hardly ever use; macOS has none, so two that terminals alone send.
 */
const signals = process.platform === 'win32' ? null : process.platform === 'linux' ? [39, 40] : [29, 31];
const cacheLimits = { bytes: 256 * 2 ** 20, days: 30, hoursBetween: 24 };
const whereGraceMs = 2000;
const backtraceGraceMs = 300;

/** pytest, unittest and Django. */
export function createPythonEcosystem(options: EcosystemOptions): Ecosystem {
  return {
    runners: ['pytest', 'unittest', 'django'],
    languages: ['python'],
    claims: claimsOf,
    resolve: (request) =>
      resolveRecipe(request, () =>
        findInterpreter({
          repository: request.repository,
          asked: request.interpreter,
          environment: options.environment,
          watcherFolder: options.watcherFolder,
          runProcess: options.runProcess,
        }),
      ),
    run: (recipe, watch, cancellation) => runWatched(options, recipe, watch, cancellation),
  };
}

function runWatched(
  options: EcosystemOptions,
  recipe: TestRecipe,
  watch: WatchRequest,
  cancellation: Cancellation,
): Promise<WatchedRun> {
  return inRunFolders(options.cacheFolder, async ({ outFolder, cacheFolder }) => {
    const requestFile = join(outFolder, 'request.json');
    await writeFile(requestFile, JSON.stringify(watcherRequest(recipe, watch, outFolder, cacheFolder)));
    const result = await options.runProcess({
      command: recipe.program,
      arguments: ['-B', join(options.watcherFolder, 'culprit_watch.py'), requestFile],
      cwd: recipe.cwd,
      environment: pythonEnvironment(options.environment, recipe.program, outFolder),
      seconds: watch.limits.seconds,
      lastWords: (signals ?? []).map((signal, index) => ({
        signal,
        graceMs: index === 0 ? whereGraceMs : backtraceGraceMs,
      })),
      cancellation,
      isOverdue: watchPulse(outFolder, watch.limits.testSeconds),
      confinement: {
        repository: recipe.repository,
        writable: [outFolder, ...(await parts(cacheFolder, ['probes', 'watcher']))],
        readable: [options.watcherFolder, recipe.program],
      },
    });
    if (watch.mode === 'spectra') await pruneCache(join(cacheFolder, 'probes'), cacheLimits);
    return readWatchedRun({
      outFolder,
      watch,
      process: result,
      endsBy: 'finish',
      lastStack: async (ending) => {
        const name = ending === 'timedOut' ? 'backtrace.txt' : 'crash.txt';
        return parseNativeStack(await readFile(join(outFolder, name), 'utf8').catch(() => ''), recipe.repository);
      },
    });
  });
}

function watcherRequest(recipe: TestRecipe, watch: WatchRequest, outFolder: string, cacheFolder: string): object {
  return {
    root: recipe.repository,
    cwd: recipe.cwd,
    runner: recipe.runner,
    script: existsSync(join(recipe.cwd, 'manage.py')) ? 'manage.py' : 'runtests.py',
    tests: watch.tests,
    mode: watch.mode,
    instrument: watch.instrument,
    leaveOut: watch.leaveOut,
    values: watch.values === null ? null : Object.fromEntries(watch.values),
    keepPassingTraces: watch.keepPassingTraces,
    reversed: watch.reversed,
    limits: watch.limits,
    outFolder,
    cacheFolder,
    signals: signals === null ? null : { where: signals[0], backtrace: signals[1] },
  };
}
