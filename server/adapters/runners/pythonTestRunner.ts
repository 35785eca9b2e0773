/**
 * Runs the tests of a Python repository under watch: `resolve` says how they would be run, `run` runs them in a process
 * of its own and reads back what was seen. Nothing is installed in, or written to, the repository.
 */

import { existsSync } from 'node:fs';
import { access, constants, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cancellation } from '../../ports/cancellation.ts';
import type { TestRecipe, TestRunner, WatchedRun, WatchRequest } from '../../ports/testRunner.ts';
import { pruneCache } from '../disk/cachePruning.ts';
import { type Environment, runEnvironment } from '../process/runEnvironment.ts';
import { runProcess } from '../process/runProcess.ts';
import { findInterpreter } from './interpreterDiscovery.ts';
import { resolveRecipe } from './recipeResolution.ts';
import { watchPulse } from './testPulse.ts';
import { readWatchedRun } from './watchedRunReading.ts';

export interface PythonTestRunnerOptions {
  /** The folder of `culprit_watch.py`. */
  readonly watcherFolder: string;
  /** Where compiled code of ours is kept between runs. */
  readonly cacheFolder: string;
  readonly environment: Environment;
}

/**
 * Signals the watcher answers: the first says where the program is, with values; the second works even inside C code.
 * Real-time signals, which programs hardly ever use; macOS has none, so two that terminals alone send.
 */
const signals = process.platform === 'win32' ? null : process.platform === 'linux' ? [39, 40] : [29, 31];
const cacheLimits = { bytes: 256 * 2 ** 20, days: 30, hoursBetween: 24 };
const whereGraceMs = 2000;
const backtraceGraceMs = 300;

/** A runner for pytest, unittest and Django. */
/** Languages, by id, whose tests it runs. */
export const testedLanguages: readonly string[] = ['python'];

export function createPythonTestRunner(options: PythonTestRunnerOptions): TestRunner {
  return {
    resolve: (request) =>
      resolveRecipe(request, () =>
        findInterpreter({
          repository: request.repository,
          asked: request.interpreter,
          environment: options.environment,
          watcherFolder: options.watcherFolder,
        }),
      ),
    run: (recipe, watch, cancellation) => runWatched(options, recipe, watch, cancellation),
  };
}

async function runWatched(
  options: PythonTestRunnerOptions,
  recipe: TestRecipe,
  watch: WatchRequest,
  cancellation: Cancellation,
): Promise<WatchedRun> {
  let outFolder: string | null = null;
  try {
    outFolder = await mkdtemp(join(tmpdir(), 'culprit-run-'));
    const cacheFolder = await writableFolder(options.cacheFolder, outFolder);
    const requestFile = join(outFolder, 'request.json');
    await writeFile(requestFile, JSON.stringify(watcherRequest(recipe, watch, outFolder, cacheFolder)));
    const result = await runProcess({
      command: recipe.interpreter,
      arguments: ['-B', join(options.watcherFolder, 'culprit_watch.py'), requestFile],
      cwd: recipe.cwd,
      environment: runEnvironment(options.environment, recipe.interpreter, outFolder),
      seconds: watch.limits.seconds,
      lastWords: (signals ?? []).map((signal, index) => ({
        signal,
        graceMs: index === 0 ? whereGraceMs : backtraceGraceMs,
      })),
      cancellation,
      isOverdue: watchPulse(join(outFolder, 'pulse.bin'), watch.limits.testSeconds),
    });
    if (watch.mode === 'spectra') await pruneCache(join(cacheFolder, 'probes'), cacheLimits);
    return await readWatchedRun(outFolder, recipe, watch, result);
  } catch (error) {
    return notStarted(error instanceof Error ? error.message : String(error));
  } finally {
    if (outFolder !== null) await rm(outFolder, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** The cache where it can be written, else a place that ends with the run: slower, nothing else. */
async function writableFolder(folder: string, otherwise: string): Promise<string> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
    return folder;
  } catch {
    return otherwise;
  }
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
    limits: watch.limits,
    outFolder,
    cacheFolder,
    signals: signals === null ? null : { where: signals[0], backtrace: signals[1] },
  };
}

function notStarted(message: string): WatchedRun {
  return {
    ending: { kind: 'notStarted', message },
    seconds: 0,
    tests: [],
    collectionProblems: [],
    importHits: new Map(),
    nNotStarted: 0,
    outputTail: '',
  };
}
