/**
 * Go's own tests: each package is built once, with probes in copies of the sources, and run in a process of its own.
 * Nothing is written to the repository.
 */
import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cancellation } from '../../../ports/cancellation.ts';
import type { RunEnding, TestRecipe, WatchedRun, WatchRequest } from '../../../ports/testRunner.ts';
import { pruneCache } from '../../disk/cachePruning.ts';
import { inRunFolders, notStarted } from '../../watching/runFolders.ts';
import { joinHits } from '../../watching/statementHits.ts';
import type { Ecosystem, EcosystemOptions } from '../ecosystem.ts';
import { claimsOf } from './goClaims.ts';
import { prepareGoRun } from './goPreparation.ts';
import { resolveGoRecipe } from './goRecipe.ts';
import { runTestProgram } from './goTestProgram.ts';

const cacheLimits = { bytes: 256 * 2 ** 20, days: 30, hoursBetween: 24 };

export function createGoEcosystem(options: EcosystemOptions): Ecosystem {
  return {
    runners: ['go'],
    languages: ['go'],
    claims: claimsOf,
    resolve: (request) => resolveGoRecipe(request, options.environment, options.runProcess),
    run: (recipe, watch, cancellation) => runWatched(options, recipe, watch, cancellation),
  };
}

function runWatched(
  options: EcosystemOptions,
  recipe: TestRecipe,
  watch: WatchRequest,
  cancellation: Cancellation,
): Promise<WatchedRun> {
  return inRunFolders(options.cacheFolder, async (folders) => {
    const repository = await realpath(recipe.repository);
    const prepared = await prepareGoRun(options, recipe, watch, folders, repository, cancellation);
    if (prepared.kind === 'failed') return notStarted(prepared.message);
    if (prepared.kind === 'cancelled') return { ...notStarted(''), ending: { kind: 'cancelled' } };
    const runs: WatchedRun[] = [];
    let nHeldBack = 0;
    for (const [number, tested] of prepared.packages.entries()) {
      const seconds = runs.reduce((sum, run) => sum + run.seconds, 0);
      const nTests = runs.reduce((sum, run) => sum + run.tests.length, 0);
      const { limits } = watch;
      const left = {
        ...limits,
        seconds: limits.seconds - seconds,
        startSeconds: limits.startSeconds - seconds,
        maxTests: limits.maxTests - nTests,
      };
      const isOver = left.startSeconds <= 0 || left.maxTests <= 0 || left.seconds <= 0 || cancellation.aborted;
      if (isOver) {
        nHeldBack += tested.tests.length;
        continue;
      }
      const folder = join(folders.outFolder, `package-${number}`);
      runs.push(await runTestProgram(options, recipe, tested, watch, left, folder, cancellation));
    }
    await pruneCache(join(folders.cacheFolder, 'go-sources'), cacheLimits);
    return together(runs, prepared.problems, nHeldBack);
  });
}

/** What the programs of several packages left, as one run. It ended as badly as the worst of them. */
function together(
  runs: readonly WatchedRun[],
  problems: WatchedRun['collectionProblems'],
  nHeldBack: number,
): WatchedRun {
  return {
    ending: worst(runs.map(({ ending }) => ending)),
    seconds: runs.reduce((sum, run) => sum + run.seconds, 0),
    tests: runs.flatMap(({ tests }) => tests),
    collectionProblems: [...problems, ...runs.flatMap(({ collectionProblems }) => collectionProblems)],
    importHits: joinHits(runs.map(({ importHits }) => importHits)),
    nNotStarted: runs.reduce((sum, run) => sum + run.nNotStarted, nHeldBack),
    outputTail: runs.map(({ outputTail }) => outputTail).join(''),
  };
}

const badness: readonly RunEnding['kind'][] = ['completed', 'notStarted', 'crashed', 'timedOut', 'cancelled'];

function worst(endings: readonly RunEnding[]): RunEnding {
  return endings.reduce<RunEnding>((a, b) => (badness.indexOf(a.kind) < badness.indexOf(b.kind) ? b : a), {
    kind: 'completed',
  });
}
