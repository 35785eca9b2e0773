/** Ranks among ties are what an average over all orders of those that tie comes to. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectedRank, reciprocalRank, standingOf, within } from './localize/expectedRanks.ts';

interface Place {
  readonly score: number;
  readonly isFaulty: boolean;
}

const rankings = fc.array(fc.record({ score: fc.integer({ min: 0, max: 2 }), isFaulty: fc.boolean() }), {
  maxLength: 6,
});

test('what is expected of ties is the mean over all their orders', () => {
  fc.assert(
    fc.property(rankings, fc.integer({ min: 1, max: 7 }), (places, k) => {
      const sorted = [...places].sort((a, b) => b.score - a.score);
      const standing = standingOf(
        sorted,
        ({ score }) => score,
        ({ isFaulty }) => isFaulty,
      );
      const ranks = ordersOf(sorted).map((order) => order.findIndex(({ isFaulty }) => isFaulty) + 1);
      if (standing === null) {
        expect(ranks.every((rank) => rank === 0)).toBe(true);
        expect([within(standing, k), reciprocalRank(standing), expectedRank(standing)]).toEqual([0, 0, Infinity]);
        return;
      }
      const mean = (of: (rank: number) => number) => ranks.reduce((sum, rank) => sum + of(rank), 0) / ranks.length;
      expect(within(standing, k)).toBeCloseTo(mean((rank) => (rank <= k ? 1 : 0)));
      expect(reciprocalRank(standing)).toBeCloseTo(mean((rank) => 1 / rank));
      expect(expectedRank(standing)).toBeCloseTo(mean((rank) => rank));
    }),
    { numRuns: 200 },
  );
});

/** All orders of the places that keep them sorted. */
function ordersOf(places: readonly Place[]): readonly (readonly Place[])[] {
  if (places.length === 0) return [[]];
  const best = Math.max(...places.map(({ score }) => score));
  return places.flatMap((place, index) =>
    place.score === best ? ordersOf(places.toSpliced(index, 1)).map((rest) => [place, ...rest]) : [],
  );
}
