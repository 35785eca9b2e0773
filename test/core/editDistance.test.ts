/** The banded distance is the whole table's, as far as the limit goes. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { boundedEditDistance } from '../../server/core/text/editDistance.ts';

function wholeTable(left: string, right: string): number {
  let above = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const same = left[row - 1] === right[column - 1] ? 0 : 1;
      current.push(Math.min(above[column - 1]! + same, above[column]! + 1, current[column - 1]! + 1));
    }
    above = current;
  }
  return above[right.length]!;
}

test('agrees with the whole table', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 9 });
  fc.assert(
    fc.property(word, word, fc.nat({ max: 6 }), (left, right, limit) => {
      expect(boundedEditDistance(left, right, limit)).toBe(Math.min(wholeTable(left, right), limit + 1));
    }),
    { numRuns: 2000, seed: 3 },
  );
});
