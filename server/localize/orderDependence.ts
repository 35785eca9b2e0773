/**
 * Tests whose outcome hangs on the order they run in. The failing test was run alone three times, and with its file's tests
 * in their order; here they run from the last to the first. A test that is red one way and green another says nothing of
 * the code: it is no passing test to compare with. (Luo et al., "An Empirical Analysis of Flaky Tests", 2014, find order
 * among the three main causes.)
 */
import type { Cancellation } from '../ports/cancellation.ts';
import { isRed, type TestRecipe, type TestRunner, type WatchedRun, type WatchedTest } from '../ports/testRunner.ts';
import { joined, runOn } from './runOn.ts';

/** A file whose tests took longer is not run once more. */
const mostSeconds = 5;
const nShown = 3;

/** What the tests of a run did in the other order: whether each was red, by id. Empty where that was not worth its time. */
export async function runReversed(
  testRunner: TestRunner,
  recipe: TestRecipe,
  files: readonly string[],
  inOrder: WatchedRun,
  cancellation: Cancellation,
): Promise<ReadonlyMap<string, boolean>> {
  const { ending, seconds, tests } = inOrder;
  if (ending.kind !== 'completed' || mostSeconds < seconds || tests.length < 2) return new Map();
  const limits = { seconds: 2 * mostSeconds, startSeconds: mostSeconds, testSeconds: mostSeconds };
  const run = await runOn(
    testRunner,
    recipe,
    {
      mode: 'plain',
      ...{ tests: files, instrument: null, leaveOut: [], values: null, keepPassingTraces: false, reversed: true },
      limits: { ...limits, maxTests: tests.length, fuel: Number.MAX_SAFE_INTEGER },
    },
    cancellation,
  );
  return new Map(joined(run).tests.map((test) => [test.id, isRed(test)]));
}

/** Ids of tests of `inOrder` that were red one way and green the other, in their order. */
export function orderDependent(inOrder: WatchedRun, reversed: ReadonlyMap<string, boolean>): readonly string[] {
  return inOrder.tests
    .filter((test) => test.outcome !== 'skipped' && reversed.get(test.id) === !isRed(test))
    .map(({ id }) => id);
}

/** What a reader of the ranking has to know of them; `failing` are those that were red alone. */
export function orderNotes(
  dependent: readonly string[],
  reversed: ReadonlyMap<string, boolean>,
  failing: readonly WatchedTest[],
): readonly string[] {
  const red = new Set(failing.map(({ id }) => id));
  const others = dependent.filter((id) => !red.has(id));
  const notes = failing
    .filter(({ id }) => reversed.get(id) === false)
    .map(
      ({ id }) => `${id} fails alone but passes when the tests of its file run backwards: it depends on their order`,
    );
  if (others.length === 0) return notes;
  const shown = others.slice(0, nShown).join(', ');
  const more = others.length <= nShown ? '' : ` and ${others.length - nShown} more`;
  return [...notes, `${shown}${more} pass or fail by the order of the tests, and tell nothing`];
}
