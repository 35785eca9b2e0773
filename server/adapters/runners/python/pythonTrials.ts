/**
 * Trials of Python's tests: one process imports the project and is forked for trials, confined as any run of tests is.
 * Leaves out Windows, which cannot fork.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cancellation } from '../../../ports/cancellation.ts';
import type { TestRecipe } from '../../../ports/testRunner.ts';
import type { TrialOutcome, TrialRequest, TrialRunner, TrialsRun } from '../../../ports/trials.ts';
import type { Environment } from '../../process/environment.ts';
import type { ProcessResult, RunProcess } from '../../process/runProcess.ts';
import { outcomesIn } from '../../trials/outcomeFile.ts';
import { parts, writableFolder } from '../../watching/runFolders.ts';
import { pythonEnvironment } from './pythonEnvironment.ts';

export interface PythonTrialsOptions {
  readonly watcherFolder: string;
  readonly cacheFolder: string;
  readonly environment: Environment;
  readonly runProcess: RunProcess;
  /** Whether each trial is given a process of its own in any case: to see what a warm one is worth. */
  readonly forkEach?: boolean;
}

/** How often what was written is read: a caller who has enough waits no longer than this. */
const pollMs = 10;

/** pytest, unittest and Django. */
export function createPythonTrials(options: PythonTrialsOptions): TrialRunner {
  return {
    canTry: ({ runner }) => process.platform !== 'win32' && ['pytest', 'unittest', 'django'].includes(runner),
    async tryOut(recipe, request, onOutcome, cancellation) {
      let outFolder: string | null = null;
      try {
        outFolder = await realpath(await mkdtemp(join(tmpdir(), 'culprit-trials-')));
        return await tryOutIn(outFolder, options, recipe, request, onOutcome, cancellation);
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        return { ending: { kind: 'notStarted', message }, seconds: 0 };
      } finally {
        if (outFolder !== null) await rm(outFolder, { recursive: true, force: true }).catch(() => undefined);
      }
    },
  };
}

async function tryOutIn(
  outFolder: string,
  options: PythonTrialsOptions,
  recipe: TestRecipe,
  request: TrialRequest,
  onOutcome: (outcome: TrialOutcome) => boolean,
  cancellation: Cancellation,
): Promise<TrialsRun> {
  const cacheFolder = await writableFolder(options.cacheFolder, outFolder);
  const requestFile = join(outFolder, 'request.json');
  const trialsFile = join(outFolder, 'trials.jsonl');
  await writeFile(
    requestFile,
    JSON.stringify({
      ...workerRequest(recipe, request),
      forkEach: options.forkEach === true,
      outFolder,
      cacheFolder,
      trialsFile,
    }),
  );
  await writeFile(trialsFile, request.trials.map(trialLine).join(''));

  const stop = stoppableBy(cancellation);
  const asked = { nTrials: request.trials.length, nTests: request.tests.length };
  const outcomes = outcomesIn(join(outFolder, 'outcomes.jsonl'), asked);
  let nTold = 0;
  let problem: string | null = null;
  let enough = false;
  const tellNew = () => {
    for (const line of outcomes.next()) {
      if ('problem' in line) problem = line.problem;
      else if (!enough && !cancellation.aborted) {
        nTold += 1;
        enough = !onOutcome(line);
      }
    }
  };
  // Nothing may be thrown out of a timer: that would be the end of whoever asked.
  const tell = () => {
    try {
      tellNew();
    } catch (error) {
      problem ??= error instanceof Error ? error.message : String(error);
    }
    if (enough || problem !== null) stop.now();
  };
  const poll = setInterval(tell, pollMs);
  const result = await options
    .runProcess({
      command: recipe.program,
      arguments: ['-B', join(options.watcherFolder, 'culprit_trials.py'), requestFile],
      cwd: recipe.cwd,
      environment: pythonEnvironment(options.environment, recipe.program, outFolder),
      seconds: request.limits.seconds,
      lastWords: [],
      cancellation: stop.cancellation,
      confinement: {
        repository: recipe.repository,
        writable: [outFolder, ...(await parts(cacheFolder, ['watcher']))],
        readable: [options.watcherFolder, recipe.program],
      },
    })
    .finally(() => {
      clearInterval(poll);
      stop.release();
    });
  tell();
  outcomes.close();
  const isWhole = nTold === request.trials.length;
  return { ending: endingOf(result, { enough, problem, isWhole }, cancellation), seconds: result.seconds };
}

function endingOf(
  { ending, outputTail }: ProcessResult,
  { enough, problem, isWhole }: { enough: boolean; problem: string | null; isWhole: boolean },
  cancellation: Cancellation,
): TrialsRun['ending'] {
  if (enough) return { kind: 'enough' };
  if (cancellation.aborted) return { kind: 'cancelled' };
  if (problem !== null) return { kind: 'notStarted', message: problem };
  if (isWhole) return { kind: 'finished' };
  if (ending.kind === 'timedOut') return { kind: 'timedOut' };
  if (ending.kind === 'notStarted') return { kind: 'notStarted', message: ending.message };
  const said = outputTail.trim().split('\n').at(-1) ?? '';
  return { kind: 'notStarted', message: `The process that runs trials ended early${said === '' ? '' : `: ${said}`}` };
}

function workerRequest(recipe: TestRecipe, { tests, limits }: TrialRequest): object {
  return {
    root: recipe.repository,
    cwd: recipe.cwd,
    runner: recipe.runner,
    script: existsSync(join(recipe.cwd, 'manage.py')) ? 'manage.py' : 'runtests.py',
    tests,
    testFiles: recipe.testFiles,
    limits,
  };
}

function trialLine({ edits, switchedEvaluation }: TrialRequest['trials'][number]): string {
  const pieces = edits.map(({ file, start, end, text }) => [file, start, end, text]);
  return `${JSON.stringify({ edits: pieces, switched: switchedEvaluation ?? null })}\n`;
}

/** A cancellation of our own that an outer one sets off, too. */
function stoppableBy(outer: Cancellation): {
  readonly cancellation: Cancellation;
  now(): void;
  release(): void;
} {
  const controller = new AbortController();
  const now = () => controller.abort();
  if (outer.aborted) now();
  outer.addEventListener('abort', now);
  return { cancellation: controller.signal, now, release: () => outer.removeEventListener('abort', now) };
}
