import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bm25 } from '../../server/core/text/bm25.ts';

const word: fc.Arbitrary<string> = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const text = fc.tuple(fc.array(word, { maxLength: 4 }), fc.array(word, { maxLength: 12 }));
const query = new Map([
  ['a', 1],
  ['b', 1],
]);

describe('BM25 over fields', () => {
  test('is what the formula says, worked by hand', () => {
    const texts = [
      [['pay'], ['pay', 'the', 'bill']],
      [['bill'], ['print', 'it']],
      [['menu'], ['of', 'the', 'day', 'x']],
    ];
    const [first, second, third] = bm25(
      texts,
      new Map([
        ['pay', 1],
        ['the', 0.5],
      ]),
      [2, 1],
    );
    // ln(1 + 2.5 / 1.5) = 0.981 for a word of one text in three, ln(1 + 1.5 / 2.5) = 0.470 for one of two.
    const name = (2 * 0.981 * 2.2) / (1 + 1.2);
    const body = (0.981 * 2.2) / (1 + 1.2) + (0.5 * 0.47 * 2.2) / (1 + 1.2);
    expect(first?.score).toBeCloseTo(name + body, 2);
    expect(first?.words).toEqual(['pay', 'the']);
    expect(second).toEqual({ score: 0, words: [] });
    expect(third?.score).toBeCloseTo((0.5 * 0.47 * 2.2) / (1 + 1.2 * (0.25 + (0.75 * 4) / 3)), 2);
  });

  test('a text scores by what it holds of the query, and nothing else', () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 8 }), (texts) => {
        for (const [at, { score, words }] of bm25(texts, query, [2, 1]).entries()) {
          const held = ['a', 'b'].filter((one) => texts[at]?.some((field) => field.includes(one)));
          expect(words).toEqual(held);
          expect(score > 0).toBe(held.length > 0);
        }
      }),
    );
  });

  test('a word worth twice as much, or a field, counts twice', () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 8 }), (texts) => {
        const once = bm25(texts, query, [2, 1]);
        const twice = bm25(texts, new Map([...query].map(([one, worth]) => [one, 2 * worth])), [2, 1]);
        const boosted = bm25(texts, query, [4, 2]);
        for (const [at, { score }] of once.entries()) {
          expect(twice[at]?.score).toBeCloseTo(2 * score, 9);
          expect(boosted[at]?.score).toBeCloseTo(2 * score, 9);
        }
      }),
    );
  });
});
