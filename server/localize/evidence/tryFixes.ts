/**
 * Runs the failing tests, and passing ones beside them, with one place of the code written otherwise at a time. Counts bound
 * it, so that two runs try the same; time is a backstop. Tests that go round endlessly get little fuel at first, and those
 * trials that helped as far as it went get more at the end.
 */
import type { Cancellation } from '../../ports/cancellation.ts';
import type { TestRecipe, WatchedTest } from '../../ports/testRunner.ts';
import type { Trial, TrialOutcome, TrialRequest, TrialRunner, TrialsRun } from '../../ports/trials.ts';
import type { WatchedFailure } from '../watchedFailure.ts';

export interface TrialTests {
  /** Ids in the order they are run: the failing ones first. */
  readonly ids: readonly string[];
  readonly nFailing: number;
  /** Failing tests there are; more than `nFailing` where not all are run. */
  readonly nFailingInAll: number;
}

/** What a trial did. */
export interface TriedTrial {
  readonly trial: number;
  /** Failing tests that pass now; those after the first that does not are not counted. */
  readonly nTurned: number;
  /** Every test passes. */
  readonly isPlausible: boolean;
  readonly complaint: string | null;
}

export interface Tried {
  /** In order of trial. */
  readonly trials: readonly TriedTrial[];
  readonly ending: TrialsRun['ending'];
  /** Of the trials that were given more fuel; `null` where none were. */
  readonly again: { readonly ending: TrialsRun['ending']; readonly nAsked: number; readonly nTried: number } | null;
}

const mostFailing = 12;
const mostPassing = 30;
/** A passing test that takes longer is not run again and again. */
const longestPassing = 1;
const seconds = { first: 12, second: 6 };
/** A run that took many steps is not given several times as many: what spins then would take all the time there is. */
const fuel = { least: 20_000, perStep: 4, many: 300_000, second: 3_000_000 };
const mostSecond = 80;

/** Tests that end come before those that do not; passing tests of the failing ones' own files. */
export function trialTests({ failing, passing }: WatchedFailure): TrialTests {
  const files = new Set(failing.map(({ file }) => file));
  const red = [...failing]
    .sort((a, b) => Number(isEndless(a)) - Number(isEndless(b)))
    .slice(0, mostFailing)
    .map(({ id }) => id);
  const green = passing
    .filter(({ id, file, seconds: took }) => files.has(file) && took <= longestPassing && !red.includes(id))
    .slice(0, mostPassing)
    .map(({ id }) => id);
  return { ids: [...red, ...green], nFailing: red.length, nFailingInAll: failing.length };
}

/** Tries until all are tried or `isEnough` of what is known. */
export async function tryTrials(
  runner: TrialRunner,
  recipe: TestRecipe,
  failure: WatchedFailure,
  tests: TrialTests,
  trials: readonly Trial[],
  isEnough: (tried: TriedTrial) => boolean,
  cancellation: Cancellation,
): Promise<Tried> {
  const tried = new Map<number, TriedTrial>();
  const unfinished: number[] = [];
  const onOutcome = (outcome: TrialOutcome): boolean => {
    const told = toldBy(outcome, tests);
    tried.set(outcome.trial, told);
    if (outcome.verdicts.at(-1) === 'spun') unfinished.push(outcome.trial);
    return !isEnough(told);
  };
  const limits = firstLimits(failure);
  const run = await runner.tryOut(recipe, { tests: tests.ids, trials, limits }, onOutcome, cancellation);
  const isOver = run.ending.kind === 'cancelled' || run.ending.kind === 'notStarted';
  const unsettled = isOver ? [] : worthMoreFuel(unfinished, tried);
  let nTried = 0;
  const onSettled = (outcome: TrialOutcome): boolean => {
    nTried += 1;
    const trial = unsettled[outcome.trial]!;
    tried.set(trial, { ...toldBy(outcome, tests), trial });
    return true;
  };
  const more = {
    tests: tests.ids,
    trials: unsettled.map((index) => trials[index]!),
    limits: { seconds: seconds.second, trialSeconds: 3, fuel: fuel.second },
  };
  const second = unsettled.length === 0 ? null : await runner.tryOut(recipe, more, onSettled, cancellation);
  const again = second === null ? null : { ending: second.ending, nAsked: unsettled.length, nTried };
  return { trials: [...tried.values()].sort((a, b) => a.trial - b.trial), ending: run.ending, again };
}

function firstLimits({ failing, passing }: WatchedFailure): TrialRequest['limits'] {
  const steps = failing.map((test) =>
    isEndless(test) ? 0 : (test.trace?.kinds.length ?? 0) + (test.trace?.nDropped ?? 0),
  );
  const most = steps.reduce((sum, one) => Math.max(sum, one), 0);
  const longest = [...failing, ...passing].filter((test) => !isEndless(test)).map((test) => test.seconds);
  return {
    seconds: seconds.first,
    trialSeconds: Math.max(0.1, 4 * Math.max(0, ...longest.filter((took) => took <= longestPassing))),
    fuel: Math.max(fuel.least, most, Math.min(fuel.many, fuel.perStep * most)),
  };
}

function toldBy({ trial, verdicts, complaint }: TrialOutcome, { ids, nFailing }: TrialTests): TriedTrial {
  const firstRed = verdicts.findIndex((verdict) => verdict !== 'passed');
  const nPassed = firstRed === -1 ? verdicts.length : firstRed;
  return { trial, nTurned: Math.min(nPassed, nFailing), isPlausible: nPassed === ids.length, complaint };
}

/** Where nothing helps yet: those that turned a test, or, where none did, the first of all. */
function worthMoreFuel(unfinished: readonly number[], tried: ReadonlyMap<number, TriedTrial>): readonly number[] {
  if ([...tried.values()].some(({ isPlausible }) => isPlausible)) return [];
  const helped = unfinished.filter((trial) => (tried.get(trial)?.nTurned ?? 0) > 0);
  const isHopeless = ![...tried.values()].some(({ nTurned }) => nTurned > 0);
  return (isHopeless ? unfinished : helped).slice(0, mostSecond);
}

function isEndless({ outcome }: WatchedTest): boolean {
  return outcome === 'timedOut';
}
