/** What a reader is told of the runs of the neighbours, and that a test that hung is not asked again. */
import { expect, test } from 'vitest';
import type { Line } from '../../server/core/ids.ts';
import { neighbourNotes, runNeighbours } from '../../server/localize/runNeighbours.ts';
import type {
  TestOutcome,
  TestRecipe,
  TestRunner,
  WatchedRun,
  WatchedTest,
  WatchRequest,
} from '../../server/ports/testRunner.ts';

const recipe = { tests: ['t.py::bad'] } as unknown as TestRecipe;
const testOf = (id: string, outcome: TestOutcome): WatchedTest => {
  return {
    id,
    file: 't.py',
    line: 1 as Line,
    outcome,
    seconds: 0,
    exception: null,
    hits: null,
    branches: null,
    trace: null,
  };
};
const quiet: WatchedRun = {
  ending: { kind: 'completed' },
  seconds: 40,
  tests: [],
  collectionProblems: [],
  importHits: new Map(),
  nNotStarted: 0,
  outputTail: '',
};

/** Answers the requests with the given runs, in order. */
async function notesOf(failing: readonly WatchedTest[], ...runs: readonly Partial<WatchedRun>[]) {
  const { asked, neighbours } = await neighboursOf(['u.py'], failing, ...runs);
  return { notes: neighbourNotes(recipe, neighbours, failing), asked };
}

async function neighboursOf(
  otherFiles: readonly string[],
  failing: readonly WatchedTest[],
  ...runs: readonly Partial<WatchedRun>[]
) {
  const asked: WatchRequest[] = [];
  const run = async (_: TestRecipe, watch: WatchRequest): Promise<WatchedRun> => ({
    ...quiet,
    ...runs[asked.push(watch) - 1],
  });
  const testRunner: TestRunner = {
    run,
    languagesOf: () => ['python'],
    resolve: () => Promise.reject(new Error('not asked')),
  };
  const chosen = { ownFiles: ['t.py'], otherFiles, executedFiles: null };
  const neighbours = await runNeighbours(testRunner, recipe, chosen, failing, new AbortController().signal);
  return { asked, neighbours };
}

test.each<[string, Partial<WatchedRun>, RegExp]>([
  ['passes in company', { tests: [testOf('t.py::bad', 'passed')] }, /fails alone but passes after the other tests/],
  ['hung', { tests: [testOf('t.py::other', 'timedOut')] }, /^1 neighbouring test hung or ended the process/],
  [
    'no time',
    { tests: [testOf('t.py::good', 'passed')], nNotStarted: 3 },
    /^3 neighbouring tests were not run for lack of time/,
  ],
  ['loading hung', { ending: { kind: 'timedOut', afterSeconds: 20 } }, /^Loading neighbouring tests took over 20 s/],
  ['loading crashed', { ending: { kind: 'crashed', how: 'signal SIGSEGV' } }, /ended the process \(signal SIGSEGV\)/],
  ['did not start', { ending: { kind: 'notStarted', message: 'no pytest' } }, /could not be started: no pytest/],
])('%s', async (_name, run, message) => {
  const { notes } = await notesOf([testOf('t.py::bad', 'failed')], run);
  expect(notes).toHaveLength(1);
  expect(notes[0]).toMatch(message);
});

test('all is well, and nothing is said; own files run before others', async () => {
  const { notes, asked } = await notesOf([testOf('t.py::bad', 'failed')], { tests: [testOf('t.py::good', 'passed')] });
  expect(notes).toEqual([]);
  expect(asked.map(({ tests, mode }) => [mode, ...tests])).toEqual([
    ['spectra', 't.py'],
    ['spectra', 'u.py'],
  ]);
});

test('a cancelled run is the last, and a test that hung is left out', async () => {
  const { notes, asked } = await notesOf([testOf('t.py::bad', 'timedOut')], { ending: { kind: 'cancelled' } });
  expect(notes).toEqual([expect.stringContaining('Stopped before all neighbouring tests had run')]);
  expect(asked.map(({ leaveOut }) => leaveOut)).toEqual([['t.py::bad']]);
});

test('a file that keeps the runner from starting costs only its own part', async () => {
  const notStarted = { ending: { kind: 'notStarted', message: 'no' } } as const;
  const seen = { tests: [testOf('v.py::good', 'passed')] };
  const { asked, neighbours } = await neighboursOf(
    ['u.py', 'v.py', 'w.py'],
    [],
    {},
    notStarted,
    notStarted,
    notStarted,
    seen,
  );
  expect(asked.map(({ tests }) => tests)).toEqual([
    ['t.py'],
    ['u.py', 'v.py', 'w.py'],
    ['u.py', 'v.py'],
    ['u.py'],
    ['v.py'],
    ['w.py'],
  ]);
  expect(neighbours.flatMap(({ run }) => run.tests.map(({ id }) => id))).toEqual(['v.py::good']);
});
