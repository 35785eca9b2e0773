/**
 * A run that goes on: where one test hangs, takes its process down or ends the run, the rest is run in a new process
 * without it.
 * Leaves out what outcomes mean.
 */
import type { Line } from '../core/ids.ts';
import type { Cancellation } from '../ports/cancellation.ts';
import type { TestRecipe, TestRunner, WatchedRun, WatchRequest } from '../ports/testRunner.ts';

const maxRestarts = 4;

/** The runs it took, in order; `startSeconds` and `maxTests` hold for all of them together. */
export async function runOn(
  testRunner: TestRunner,
  recipe: TestRecipe,
  watch: WatchRequest,
  cancellation: Cancellation,
): Promise<readonly WatchedRun[]> {
  const runs: WatchedRun[] = [];
  let { leaveOut, limits } = watch;
  for (let restarts = 0; restarts <= maxRestarts; restarts++) {
    const run = await testRunner.run(recipe, { ...watch, leaveOut, limits }, cancellation);
    runs.push(run);
    const startSeconds = limits.startSeconds - run.seconds;
    const maxTests = limits.maxTests - run.tests.length;
    const isOver = run.nNotStarted === 0 || run.tests.length === 0 || startSeconds <= 0 || maxTests <= 0;
    if (isOver || run.ending.kind === 'cancelled' || run.ending.kind === 'notStarted') break;
    leaveOut = [...leaveOut, ...run.tests.map(({ id }) => id)];
    limits = { ...limits, startSeconds, maxTests };
  }
  return runs;
}

/** What several runs of one request saw, as if it had been one run. It ended as its last part did. */
export function joined(runs: readonly WatchedRun[]): WatchedRun {
  const last = runs.at(-1);
  if (last === undefined) throw new Error('There is no run to join');
  const importHits = new Map<string, Set<Line>>();
  for (const [file, lines] of runs.flatMap((run) => [...run.importHits])) {
    const known = importHits.get(file) ?? new Set();
    importHits.set(file, known);
    for (const line of lines) known.add(line);
  }
  return {
    ending: last.ending,
    seconds: runs.reduce((sum, { seconds }) => sum + seconds, 0),
    tests: runs.flatMap(({ tests }) => tests),
    collectionProblems: last.collectionProblems,
    importHits: new Map([...importHits].map(([file, lines]) => [file, [...lines].sort((a, b) => a - b)])),
    nNotStarted: last.nNotStarted,
    outputTail: last.outputTail,
  };
}
