/**
 * Runs the tests around the failing ones, with statement probes, and says what went wrong with that. How many are run is
 * bounded by number, so that the same tree gives the same answer; a bound in time stands behind it for slow ones.
 */
import type { Cancellation } from '../ports/cancellation.ts';
import type { TestRecipe, TestRunner, WatchedRun, WatchedTest } from '../ports/testRunner.ts';
import type { Neighbours } from './neighbours.ts';
import { joined, runOn } from './runOn.ts';

interface Bounds {
  readonly maxTests: number;
  /** No test is started after this long. */
  readonly startSeconds: number;
}

const ownBounds: Bounds = { maxTests: 400, startSeconds: 30 };
const otherBounds: Bounds = { maxTests: 150, startSeconds: 15 };
const testSeconds = 10;
const mostHalvings = 2;
const plainly = { values: null, keepPassingTraces: false, reversed: false };

/** What became of one of the two runs. */
export interface NeighbourRun {
  readonly run: WatchedRun;
  readonly bounds: Bounds;
}

/**
 * The failing tests' own files first, then others, each as a run of its own: a file that hangs while it is loaded, or
 * takes the process down, then costs only the second.
 */
export async function runNeighbours(
  testRunner: TestRunner,
  recipe: TestRecipe,
  { ownFiles, otherFiles, executedFiles }: Neighbours,
  failing: readonly WatchedTest[],
  cancellation: Cancellation,
): Promise<readonly NeighbourRun[]> {
  // What hung or took its process down would do so again.
  const leaveOut = failing.filter(wasEnded).map(({ id }) => id);
  const run = async (tests: readonly string[], bounds: Bounds): Promise<NeighbourRun> => {
    const limits = { ...bounds, testSeconds, seconds: 2 * bounds.startSeconds, fuel: Number.MAX_SAFE_INTEGER };
    const watch = { mode: 'spectra', tests, instrument: executedFiles, leaveOut, ...plainly, limits } as const;
    return { run: joined(await runOn(testRunner, recipe, watch, cancellation)), bounds };
  };
  /** Where one of several files keeps the runner from starting, halves of them are tried, and halves of these. */
  const runInParts = async (tests: readonly string[], bounds: Bounds, halvings: number): Promise<NeighbourRun> => {
    const whole = await run(tests, bounds);
    if (whole.run.ending.kind !== 'notStarted' || tests.length < 2 || halvings === 0) return whole;
    const middle = Math.ceil(tests.length / 2);
    const left = lessened(bounds, whole.run);
    const first = await runInParts(tests.slice(0, middle), left, halvings - 1);
    const second = await runInParts(tests.slice(middle), lessened(left, first.run), halvings - 1);
    const started = [first, second].map((part) => part.run).filter((part) => part.ending.kind !== 'notStarted');
    const nNotStarted = started.reduce((sum, part) => sum + part.nNotStarted, 0);
    return started.length === 0 ? whole : { run: { ...joined(started), nNotStarted }, bounds };
  };
  const own = await run(ownFiles, ownBounds);
  if (otherFiles.length === 0 || own.run.ending.kind === 'cancelled') return [own];
  return [own, await runInParts(otherFiles, otherBounds, mostHalvings)];
}

/** What is left of the bounds after a run; enough for a look. */
function lessened({ maxTests, startSeconds }: Bounds, { seconds, tests }: WatchedRun): Bounds {
  return { maxTests: Math.max(1, maxTests - tests.length), startSeconds: Math.max(1, startSeconds - seconds) };
}

/** What a reader of the ranking has to know of the runs. */
export function neighbourNotes(
  recipe: TestRecipe,
  neighbours: readonly NeighbourRun[],
  failing: readonly WatchedTest[],
): readonly string[] {
  const tests = neighbours.flatMap(({ run }) => run.tests);
  const green = new Set(tests.filter(({ outcome }) => outcome === 'passed').map(({ id }) => id));
  // Only a test that was asked for by its name ran alone before.
  const depending = failing.filter(({ id }) => green.has(id) && recipe.tests.includes(id));
  const nEnded = tests.filter(wasEnded).length;
  return [
    ...depending.map(
      ({ id }) => `${id} fails alone but passes after the other tests of its file: it depends on their order`,
    ),
    ...(nEnded === 0
      ? []
      : [`${nEnded} neighbouring ${nEnded === 1 ? 'test' : 'tests'} hung or ended the process, and tell nothing`]),
    ...neighbours.flatMap((neighbour) => shortfall(neighbour) ?? []),
  ];
}

function wasEnded({ outcome }: WatchedTest): boolean {
  return outcome === 'timedOut' || outcome === 'crashed';
}

/** Why fewer tests ran than there was room for. */
function shortfall({ run: { ending, tests, nNotStarted }, bounds }: NeighbourRun): string | null {
  if (ending.kind === 'cancelled')
    return 'Stopped before all neighbouring tests had run; the ranking is from those that had';
  if (ending.kind === 'notStarted') return `The neighbouring tests could not be started: ${ending.message}`;
  if (tests.length === 0 && ending.kind === 'timedOut')
    return `Loading neighbouring tests took over ${Math.round(ending.afterSeconds)} s and was stopped`;
  if (tests.length === 0 && ending.kind === 'crashed')
    return `Loading neighbouring tests ended the process (${ending.how})`;
  if (nNotStarted === 0 || bounds.maxTests <= tests.length) return null;
  return `${nNotStarted} neighbouring tests were not run for lack of time: another run may have others`;
}
