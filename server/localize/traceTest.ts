/**
 * How one test runs: its calls with their values, the dynamic slice of its failure, and what it did that the passing test
 * most like it did not. Leaves out judging whether it is really red, and what a face does with the answer.
 */
import type { RepositorySnapshot } from '../analysis/repositorySnapshot.ts';
import type { ExecutionTrace } from '../core/trace/executionTrace.ts';
import type { Cancellation } from '../ports/cancellation.ts';
import {
  isRed,
  type TestRecipe,
  type TestRunner,
  type WatchedRun,
  type WatchedTest,
  type WatchRequest,
} from '../ports/testRunner.ts';
import type { Problem } from '../protocol/localization.ts';
import type { TraceDocument } from '../protocol/trace.ts';
import { fuel } from './fuel.ts';
import { nearestPassing } from './nearestPassing.ts';
import { joined, runOn } from './runOn.ts';
import { testCode } from './testCode.ts';
import { sliceSteps, traceCalls, traceDifference, traceException } from './traceDocument.ts';
import { enteredFunctions, watchedValues } from './watchedValues.ts';

export interface TracePorts {
  readonly testRunner: TestRunner;
  readonly snapshot: () => Promise<RepositorySnapshot>;
}

export interface TraceRequest {
  readonly recipe: TestRecipe;
  /** Limit of one run of the test, in seconds. */
  readonly timeoutSeconds: number;
  /** What the face has to say on the run. */
  readonly notes: readonly string[];
}

export type TraceOutcome =
  | { readonly kind: 'traced'; readonly document: TraceDocument }
  | { readonly kind: 'notRun'; readonly message: string }
  | { readonly kind: 'cancelled' };

/** How many tests of the same file are looked at for one like it. */
const maxCompared = 200;
const comparedSeconds = 20;

/** Runs the first red test of a recipe, else its first test, and tells how it ran. */
export async function traceTest(
  { testRunner, snapshot: read }: TracePorts,
  { recipe, timeoutSeconds, notes }: TraceRequest,
  onProgress: (message: string) => void,
  cancellation: Cancellation,
): Promise<TraceOutcome> {
  const reading = read();
  void Promise.allSettled([reading]);
  const run = async (change: Partial<WatchRequest> & Pick<WatchRequest, 'mode' | 'tests'>): Promise<WatchedRun> => {
    const seconds = timeoutSeconds;
    const watch: WatchRequest = {
      ...{ instrument: null, leaveOut: [], values: null, keepPassingTraces: true, reversed: false },
      limits: { seconds: 2 * seconds, startSeconds: seconds, testSeconds: seconds, maxTests: 1000, fuel },
      ...change,
    };
    return joined(await runOn(testRunner, recipe, watch, cancellation));
  };

  let wasCompared = false;
  onProgress('Tracing the test');
  const first = await run({ mode: 'trace', tests: recipe.tests });
  if (first.ending.kind === 'cancelled') return { kind: 'cancelled' };
  const test = first.tests.find(isRed) ?? first.tests.find(({ outcome }) => outcome === 'passed');
  if (test === undefined || test.trace === null) return { kind: 'notRun', message: whyNot(first, test) };

  const snapshot = await reading;
  const isTestCode = testCode(snapshot, [...recipe.testFiles, test.file]);
  const values = isRed(test) ? watchedValues(snapshot, isTestCode, [test]) : enteredFunctions(snapshot, test.trace);
  onProgress('Tracing it again, with values');
  const valued = values === null || test.outcome === 'timedOut' ? test : ((await again(test, values)) ?? test);
  const passing = isRed(valued) ? await traceOfNearest(valued, values) : null;
  if (cancellation.aborted) return { kind: 'cancelled' };
  return { kind: 'traced', document: document(valued, passing) };

  /** The same test with values, where it went the same way. */
  async function again({ id, outcome }: WatchedTest, wanted: WatchRequest['values']): Promise<WatchedTest | null> {
    const { tests } = await run({ mode: 'trace', tests: [id], values: wanted });
    return tests.find((it) => it.id === id && it.outcome === outcome && it.trace !== null) ?? null;
  }

  async function traceOfNearest(
    { file, id }: WatchedTest,
    wanted: WatchRequest['values'],
  ): Promise<WatchedTest | null> {
    onProgress('Looking for a passing test like it');
    const limits = {
      seconds: 2 * comparedSeconds,
      startSeconds: comparedSeconds,
      testSeconds: 10,
      maxTests: maxCompared,
    };
    const beside = await run({ mode: 'spectra', tests: [file], limits: { ...limits, fuel } });
    const hits = beside.tests.find((it) => it.id === id)?.hits;
    const passed = beside.tests.filter(({ outcome }) => outcome === 'passed');
    wasCompared = hits != null;
    const [nearest] = hits == null ? [] : nearestPassing(hits, passed, 1);
    return nearest === undefined ? null : again(nearest, wanted);
  }

  function document(traced: WatchedTest, passing: WatchedTest | null): TraceDocument {
    const trace = traced.trace as ExecutionTrace;
    const problems = notes.map((message): Problem => ({ severity: 'information', message }));
    if (isRed(traced) && passing === null) {
      const message = wasCompared
        ? 'No passing test of the same file went through any of the same code: there is nothing to compare with'
        : 'Beside the tests of its file it could not be watched, so it is not compared with one that passes';
      problems.push({ severity: 'information', message });
    }
    return {
      schema: 'culprit.trace/1',
      repository: recipe.repository,
      test: traced.id,
      runner: recipe.runner,
      outcome: traced.outcome,
      seconds: Number(traced.seconds.toFixed(3)),
      exception: traceException(traced),
      calls: traceCalls(snapshot, trace),
      nDropped: trace.nDropped,
      slice: isRed(traced) ? sliceSteps(snapshot, isTestCode, traced) : [],
      difference: passing === null ? null : traceDifference(snapshot, isTestCode, traced, passing),
      problems,
    };
  }
}

function whyNot(run: WatchedRun, test: WatchedTest | undefined): string {
  if (test !== undefined) return `${test.id} left no trace: none of the repository's code ran in it`;
  if (run.ending.kind === 'notStarted') return run.ending.message;
  const problems = run.collectionProblems.map(({ message }) => message);
  if (problems.length > 0) return problems.join('\n');
  if (run.ending.kind === 'timedOut') return `Loading the tests did not end within ${run.ending.afterSeconds} s`;
  if (run.ending.kind === 'crashed') return `The process ended before any test did (${run.ending.how})`;
  return run.tests.length > 0 ? 'The test was skipped' : 'No test was collected';
}
