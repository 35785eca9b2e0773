/** Measures of rankings against values worked out by hand, published ones, and laws that hold for all. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { estimateDifference, estimateMean } from '../../server/core/measures/bootstrap.ts';
import { mcNemar } from '../../server/core/measures/mcnemar.ts';
import { randomNumbers } from '../../server/core/measures/randomNumbers.ts';
import {
  allWithin,
  anyWithin,
  averagePrecision,
  examScore,
  ranksOf,
  reciprocalRank,
  shareWithin,
} from '../../server/core/measures/ranks.ts';
import { reliability } from '../../server/core/measures/reliability.ts';

const never = Number.POSITIVE_INFINITY;

describe('ranks', () => {
  test('a ranking of five with two right answers, at 2 and 5, and one it lacks', () => {
    const ranks = ranksOf(['a', 'b', 'c', 'b', 'd'], ['b', 'd', 'z']);
    expect(ranks).toEqual([2, 5, never]);
    expect([1, 2, 5].map((k) => anyWithin(ranks, k))).toEqual([0, 1, 1]);
    expect([1, 2, 5].map((k) => shareWithin(ranks, k))).toEqual([0, 1 / 3, 2 / 3]);
    expect(allWithin(ranks, 1000)).toBe(0);
    expect([4, 5].map((k) => allWithin(ranks.slice(0, 2), k))).toEqual([0, 1]);
    expect(reciprocalRank(ranks)).toBe(0.5);
    expect(averagePrecision(ranks)).toBeCloseTo((1 / 2 + 2 / 5) / 3, 12);
  });

  test('EXAM looks at the list, then at half of the rest', () => {
    expect(examScore([3, 7], 10, 100)).toBe(0.03);
    expect(examScore([never], 10, 100)).toBe(0.55);
    expect(examScore([never], 0, 0)).toBe(0);
  });

  test('a patch may take away more lines than a call may have arguments', () => {
    const ranks = Array.from({ length: 300_000 }, (_, index) => (index === 299_999 ? 4 : never));
    expect([reciprocalRank(ranks), examScore(ranks, 10, 100)]).toEqual([0.25, 0.04]);
  });

  const gold = fc.uniqueArray(fc.integer({ min: 0, max: 30 }).map(String), { minLength: 1, maxLength: 6 });
  const ranking = fc.uniqueArray(fc.integer({ min: 0, max: 30 }).map(String), { maxLength: 30 });

  test('more depth never finds less, all is not more than a share, a share not more than any', () => {
    fc.assert(
      fc.property(ranking, gold, fc.integer({ min: 1, max: 30 }), (ranked, right, k) => {
        const ranks = ranksOf(ranked, right);
        const [all, share, any] = [allWithin(ranks, k), shareWithin(ranks, k), anyWithin(ranks, k)];
        expect(all).toBeLessThanOrEqual(share);
        expect(share).toBeLessThanOrEqual(any);
        expect(shareWithin(ranks, k + 1)).toBeGreaterThanOrEqual(share);
        expect(averagePrecision(ranks)).toBeLessThanOrEqual(1);
        expect(reciprocalRank(ranks) >= 1 / k).toBe(any === 1);
        if (right.length > k) expect(all).toBe(0);
      }),
    );
  });

  test('right answers at the top, in any order, are perfect', () => {
    fc.assert(
      fc.property(gold, ranking, (right, rest) => {
        const ranks = ranksOf([...right.toReversed(), ...rest.filter((one) => !right.includes(one))], right);
        expect([averagePrecision(ranks), reciprocalRank(ranks), allWithin(ranks, right.length)]).toEqual([1, 1, 1]);
      }),
    );
  });
});

describe('bootstrap', () => {
  test('is the same every time, about the mean, and as wide as theory says', () => {
    const values = Array.from({ length: 400 }, (_, index) => (index % 4 === 0 ? 1 : 0));
    const { value, low, high, n } = estimateMean(values);
    expect(estimateMean(values)).toEqual({ value, low, high, n });
    expect([value, n]).toEqual([0.25, 400]);
    // ± 1.96 · √(p (1 − p) / n) is 0.0424.
    expect(low).toBeCloseTo(0.25 - 0.0424, 1.9);
    expect(high).toBeCloseTo(0.25 + 0.0424, 1.9);
  });

  test('of nothing there is no mean; of one value there is no doubt', () => {
    expect(estimateMean([])).toEqual({ value: null, low: null, high: null, n: 0 });
    expect(estimateMean([0.5])).toEqual({ value: 0.5, low: 0.5, high: 0.5, n: 1 });
    expect(estimateDifference([]).p).toBeNull();
  });

  test('the interval holds the mean and stays within the values', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 40 }), (values) => {
        const { value, low, high } = estimateMean(values);
        expect(low).toBeGreaterThanOrEqual(Math.min(...values) - 1e-9);
        expect(high).toBeLessThanOrEqual(Math.max(...values) + 1e-9);
        expect(low).toBeLessThanOrEqual(high!);
        if (values.length > 20) expect(low! <= value! + 1e-9 && value! - 1e-9 <= high!).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  test('a difference is found where it is, and turns its sign with the pairs', () => {
    const pairs = Array.from({ length: 60 }, (_, index) => [index % 3 === 0 ? 1 : 0.5, 0.5] as const);
    const { value, low, p } = estimateDifference(pairs);
    expect(value).toBeCloseTo(1 / 6, 12);
    expect(low).toBeGreaterThan(0);
    expect(p).toBeLessThan(0.001);
    expect(estimateDifference(pairs.map(([one, other]) => [other, one])).value).toBeCloseTo(-1 / 6, 12);
    expect(estimateDifference(pairs.map(([, other]) => [other, other])).p).toBe(1);
  });

  test('random numbers fill their range evenly', () => {
    const random = randomNumbers(7);
    const counts = new Array<number>(10).fill(0);
    for (let draw = 0; draw < 10_000; draw++) counts[Math.floor(random() * 10)]!++;
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(120);
  });
});

describe('McNemar', () => {
  const split = (first: number, second: number) => [
    ...Array.from({ length: first }, () => [true, false] as const),
    ...Array.from({ length: second }, () => [false, true] as const),
    [true, true] as const,
    [false, false] as const,
  ];

  test.each([
    [0, 0, 1],
    [5, 5, 1],
    [0, 1, 1],
    [0, 6, 2 / 64],
    [1, 9, (2 * 11) / 1024],
    [59, 6, 4.3e-12],
    [0, 3000, 0],
  ])('%i against %i', (first, second, p) => {
    const found = mcNemar(split(first, second));
    expect(found).toMatchObject({ onlyFirst: first, onlySecond: second });
    expect(found.p).toBeCloseTo(p, 9);
    expect(mcNemar(split(second, first)).p).toBe(found.p);
  });
});

test('probabilities that mean what they say have no error of calibration; others have theirs', () => {
  const forecast = (probability: number, right: number, of: number) =>
    Array.from({ length: of }, (_, index) => ({ probability, isRight: index < right }));
  const honest = reliability([...forecast(0.25, 5, 20), ...forecast(1, 3, 3)]);
  expect(honest).toMatchObject({ n: 23, ece: 0 });
  expect(honest.brier).toBeCloseTo((20 * 0.25 * 0.75) / 23, 12);
  expect(honest.bins[9]).toEqual({ from: 0.9, to: 1, n: 3, probability: 1, share: 1 });
  expect(reliability(forecast(0.9, 4, 10)).ece).toBeCloseTo(0.5, 12);
  expect(reliability([])).toMatchObject({ n: 0, brier: null, ece: null });
});
