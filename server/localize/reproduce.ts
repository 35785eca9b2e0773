/**
 * Is the test really red? It is run three times, the first time under the tracer, before anything is said about it.
 * Leaves out the neighbours and the ranking.
 */
import type { Cancellation } from '../ports/cancellation.ts';
import {
  type CollectionProblem,
  isRed,
  type TestRecipe,
  type TestRunner,
  type WatchedRun,
  type WatchedTest,
  type WatchMode,
  type WatchRequest,
} from '../ports/testRunner.ts';
import { failureLoading, type KnownCode } from './failureLoading.ts';
import { fuel } from './fuel.ts';
import { joined, runOn } from './runOn.ts';

export type Reproduction =
  | {
      readonly kind: 'failing';
      /** Red in all three runs; each with its trace where one was kept. */
      readonly failing: readonly WatchedTest[];
      readonly notes: readonly string[];
    }
  | { readonly kind: 'passed'; readonly message: string }
  | { readonly kind: 'flaky'; readonly message: string }
  | { readonly kind: 'environment'; readonly message: string }
  | { readonly kind: 'cancelled' };

export interface ReproduceRequest {
  readonly recipe: TestRecipe;
  readonly timeoutSeconds: number;
  /** Needed only once the first run is over; the repository may be read meanwhile. */
  readonly code: Promise<KnownCode>;
  /** Which values of the red tests' runs are worth keeping, once it is known where they went. */
  readonly values: (red: readonly WatchedTest[]) => Promise<WatchRequest['values']>;
}

const nRuns = 3;
/** More than these are run again by asking for what was asked for. */
const maxNamed = 50;
const maxTests = 10_000;
/** Values of more tests than these are not kept. */
const maxValued = 12;

/** Runs the recipe's tests until there is a verdict on their being red. `onRun` is told the number of each run, from 1. */
export async function reproduce(
  testRunner: TestRunner,
  request: ReproduceRequest,
  onRun: (run: number) => void,
  cancellation: Cancellation,
): Promise<Reproduction> {
  const run = async (mode: WatchMode, tests: readonly string[], values: WatchRequest['values'] = null) => {
    const testSeconds = request.timeoutSeconds;
    const limits = { seconds: 3 * testSeconds, startSeconds: 2 * testSeconds, testSeconds, maxTests, fuel };
    const watch = {
      mode,
      tests,
      instrument: null,
      leaveOut: [],
      values,
      keepPassingTraces: false,
      reversed: false,
      limits,
    };
    return joined(await runOn(testRunner, request.recipe, watch, cancellation));
  };

  onRun(1);
  const first = await run('trace', request.recipe.tests);
  const code = await request.code;
  if (first.ending.kind === 'cancelled') return { kind: 'cancelled' };
  const red = [
    ...first.tests.filter(isRed),
    ...first.collectionProblems.flatMap((problem) => failureLoading(problem, code) ?? []),
  ];
  const notRun = whyNothingRan(first, red);
  if (notRun !== null) return { kind: 'environment', message: notRun };

  // A test that had to be stopped would only be stopped again.
  const again = red.filter((test) => test.outcome !== 'timedOut').map((test) => test.id);
  const asked = red.length === 0 || maxNamed < again.length ? request.recipe.tests : again;
  const outcomes: ReadonlyMap<string, boolean>[] = [];
  let valued: readonly WatchedTest[] = [];
  for (let runs = 2; runs <= nRuns && (red.length === 0 || again.length !== 0); runs++) {
    onRun(runs);
    const values = runs === nRuns && 0 < again.length && again.length <= maxValued ? await request.values(red) : null;
    const confirming = await run(values === null ? 'plain' : 'trace', asked, values);
    if (confirming.ending.kind === 'cancelled') return { kind: 'cancelled' };
    outcomes.push(redByTest(confirming, code));
    if (values !== null) valued = confirming.tests;
  }
  if (red.length === 0) return neverRedAtFirst(outcomes, first);
  const unused = first.collectionProblems.filter((problem) => failureLoading(problem, code) === null);
  return confirmed(withValues(red, valued), outcomes, unused.map(describe));
}

/** The tests as they were at first, with the traces of the run that kept values where it went the same way. */
function withValues(red: readonly WatchedTest[], valued: readonly WatchedTest[]): readonly WatchedTest[] {
  const again = new Map(valued.map((test) => [test.id, test]));
  return red.map((test) => {
    const other = again.get(test.id);
    const isSame = other?.trace != null && other.outcome === test.outcome && other.trace.values.length > 0;
    return isSame ? { ...test, trace: other.trace } : test;
  });
}

function redByTest(run: WatchedRun, code: KnownCode): ReadonlyMap<string, boolean> {
  const loading = run.collectionProblems.flatMap((problem) => failureLoading(problem, code) ?? []);
  return new Map([...run.tests, ...loading].map((test) => [test.id, isRed(test)]));
}

function whyNothingRan(run: WatchedRun, red: readonly WatchedTest[]): string | null {
  if (red.length !== 0) return null;
  if (run.ending.kind === 'notStarted') return run.ending.message;
  if (run.collectionProblems.length !== 0) return run.collectionProblems.map(describe).join('\n');
  if (run.ending.kind === 'timedOut') {
    return `Loading the tests did not end within ${run.ending.afterSeconds} s. Raise --timeout, or see what the test file does on import`;
  }
  if (run.ending.kind === 'crashed') return `The process ended before any test did (${run.ending.how})${printed(run)}`;
  if (run.tests.length === 0) return `No test was collected${printed(run)}`;
  if (run.tests.every((test) => test.outcome === 'skipped'))
    return 'The test was skipped, so it did not fail. See its skip condition';
  return null;
}

function describe({ message, exception }: CollectionProblem): string {
  if (exception === null) return message;
  const place = exception.frames.findLast(({ inRepository }) => inRepository);
  const where = place === undefined ? '' : ` (${place.file}:${place.line})`;
  return `${message}: ${exception.type}: ${exception.message}${where}`;
}

function printed(run: WatchedRun): string {
  const tail = run.outputTail.trim().split('\n').slice(-12).join('\n');
  return tail === '' ? '' : `. It printed last:\n${tail}`;
}

function neverRedAtFirst(outcomes: readonly ReadonlyMap<string, boolean>[], first: WatchedRun): Reproduction {
  const nRed = outcomes.filter((outcome) => [...outcome.values()].some((red) => red)).length;
  if (nRed === 0) {
    return {
      kind: 'passed',
      message: `${nameTests(first.tests)} passed in ${outcomes.length + 1} of ${outcomes.length + 1} runs`,
    };
  }
  return {
    kind: 'flaky',
    message: `${nameTests(first.tests)} failed in ${nRed} of ${outcomes.length + 1} runs of the same tree`,
  };
}

function confirmed(
  red: readonly WatchedTest[],
  outcomes: readonly ReadonlyMap<string, boolean>[],
  notes: readonly string[],
): Reproduction {
  const judged = red.map((test) => ({ test, doubt: doubtOf(test, outcomes) }));
  const always = judged.filter(({ doubt }) => doubt === null).map(({ test }) => test);
  const doubts = judged.flatMap(({ doubt }) => doubt ?? []);
  if (always.length === 0) return { kind: 'flaky', message: doubts.join('; ') };
  const leftOut = doubts.map((doubt) => `${doubt}: it is left out as flaky`);
  return {
    kind: 'failing',
    failing: always,
    notes: [...notes, ...leftOut, ...always.flatMap((test) => endingOf(test) ?? [])],
  };
}

/** Why a test that was red at first is not called red, or `null` where it was red each time. */
function doubtOf({ id, outcome }: WatchedTest, outcomes: readonly ReadonlyMap<string, boolean>[]): string | null {
  if (outcome === 'timedOut') return null;
  if (outcomes.some((run) => !run.has(id))) return `${id} could not be found again under the same id`;
  const timesRed = 1 + outcomes.filter((run) => run.get(id) === true).length;
  const nAll = outcomes.length + 1;
  return timesRed === nAll ? null : `${id} failed in ${timesRed} of ${nAll} runs of the same tree`;
}

function endingOf({ id, outcome, seconds, exception }: WatchedTest): string | null {
  if (outcome === 'timedOut')
    return `${id} did not end within ${Math.round(seconds)} s and was stopped; it was not run again`;
  return outcome === 'crashed' ? `${id} ended its process: ${exception?.message ?? 'no reason was given'}` : null;
}

function nameTests(tests: readonly WatchedTest[]): string {
  const [first] = tests;
  return tests.length === 1 && first !== undefined ? first.id : `${tests.length} tests`;
}
