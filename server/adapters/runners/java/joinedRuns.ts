/** Runs of several modules as one. */
import type { WatchedRun } from '../../../ports/testRunner.ts';
import { notStarted } from '../../watching/runFolders.ts';
import { joinHits } from '../../watching/statementHits.ts';

/** What several runs saw, in order. It ended as the first did that did not come to its end. */
export function joinRuns(runs: readonly WatchedRun[]): WatchedRun {
  const [first] = runs;
  if (first === undefined) return notStarted('No test was asked for.');
  if (runs.length === 1) return first;
  const sum = (of: (run: WatchedRun) => number) => runs.reduce((total, run) => total + of(run), 0);
  // A module that could not be built takes nothing from what the others have seen.
  const begun = runs.filter(({ ending }) => ending.kind !== 'notStarted');
  const last = begun.find(({ ending }) => ending.kind !== 'completed') ?? begun[0] ?? first;
  return {
    ending: last.ending,
    seconds: sum(({ seconds }) => seconds),
    tests: runs.flatMap(({ tests }) => tests),
    collectionProblems: runs.flatMap(({ collectionProblems }) => collectionProblems),
    importHits: joinHits(runs.map(({ importHits }) => importHits)),
    nNotStarted: sum(({ nNotStarted }) => nNotStarted),
    outputTail: last.outputTail,
  };
}
