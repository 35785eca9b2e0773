/**
 * The passing tests most like the failing ones, run once more under the tracer: what evidence from order and from values
 * compares with. Few, and with the values of the same functions as the failing tests' own.
 */
import type { Line } from '../core/ids.ts';
import type { Cancellation } from '../ports/cancellation.ts';
import type { StatementHits, TestRecipe, TestRunner, WatchedTest, WatchRequest } from '../ports/testRunner.ts';
import { fuel } from './fuel.ts';
import { nearestPassing } from './nearestPassing.ts';
import { tracedPlaces } from './tracedPlaces.ts';

const maxTraced = 5;
const maxFailing = 5;
/** A backstop: no test is started after this long, none is given longer. Tracing makes a test many times slower. */
const startSeconds = 5;
const testSeconds = 5;
/** A test that took longer untraced is not worth being run once more. */
const untracedSeconds = 1;

export interface NearestRequest {
  /** Each with its trace. */
  readonly failing: readonly WatchedTest[];
  /** What ran beside them, with hits; the failing tests among them where they ran again. */
  readonly neighbours: readonly WatchedTest[];
  readonly values: WatchRequest['values'];
}

export interface NearestRun {
  /** Nearest first, each with its trace; none where no failing test was traced, or nothing that passed is like one. */
  readonly nearest: readonly WatchedTest[];
  readonly notes: readonly string[];
}

export async function traceNearest(
  testRunner: TestRunner,
  recipe: TestRecipe,
  { failing, neighbours, values }: NearestRequest,
  cancellation: Cancellation,
): Promise<NearestRun> {
  const hits = new Map(neighbours.map((test) => [test.id, test.hits]));
  const passing = neighbours.filter(({ outcome, seconds }) => outcome === 'passed' && seconds <= untracedSeconds);
  const like = failing
    .filter(({ trace }) => trace !== null)
    .slice(0, maxFailing)
    .map((test) => nearestPassing(hits.get(test.id) ?? hitsOfTrace(test), passing, maxTraced));
  const chosen = inTurn(like).slice(0, maxTraced);
  if (chosen.length === 0 || cancellation.aborted) return { nearest: [], notes: [] };
  const ids = chosen.map(({ id }) => id);
  const limits = { seconds: 3 * testSeconds, startSeconds, testSeconds, maxTests: maxTraced, fuel };
  const watch: WatchRequest = {
    ...{ mode: 'trace', tests: ids, instrument: null, leaveOut: [], reversed: false },
    ...{ values, keepPassingTraces: true, limits },
  };
  const { tests, nNotStarted } = await testRunner.run(recipe, watch, cancellation);
  const traced = new Map(tests.map((test) => [test.id, test]));
  const nearest = ids.flatMap((id) => {
    const test = traced.get(id);
    return test?.outcome === 'passed' && test.trace !== null ? [test] : [];
  });
  const wereSlow = nNotStarted > 0 || tests.some(({ outcome }) => outcome === 'timedOut');
  const note = `Of the ${ids.length} passing tests most like it ${nearest.length} could be traced in time: another run may have others`;
  return { nearest, notes: wereSlow ? [note] : [] };
}

/** The first of each list, then the second of each, and so on; each test once. */
function inTurn(lists: readonly (readonly WatchedTest[])[]): readonly WatchedTest[] {
  const longest = lists.reduce((most, list) => Math.max(most, list.length), 0);
  const byId = new Map<string, WatchedTest>();
  for (let at = 0; at < longest; at++) {
    for (const test of lists.flatMap((list) => list[at] ?? [])) byId.set(test.id, test);
  }
  return [...byId.values()];
}

function hitsOfTrace({ trace }: WatchedTest): StatementHits {
  const hits = new Map<string, Line[]>();
  for (const [file, line] of trace === null ? [] : tracedPlaces(trace)) {
    const lines = hits.get(file);
    if (lines === undefined) hits.set(file, [line]);
    else lines.push(line);
  }
  return hits;
}
