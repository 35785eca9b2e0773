import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { coverageMatrix } from '../../server/core/spectrum/coverageMatrix.ts';
import { barinel, dstar, type Formula, jaccard, ochiai, op2, tarantula } from '../../server/core/spectrum/formulas.ts';

const row = fc.record({ failed: fc.boolean(), covered: fc.array(fc.integer({ min: 0, max: 9 })) });

describe('the coverage matrix', () => {
  test('counts each test once, in exactly one of the four places', () => {
    fc.assert(
      fc.property(fc.array(row), fc.integer({ min: 0, max: 9 }), (rows, element) => {
        const spectrum = coverageMatrix(rows).spectrumOf(element);
        const { failedCovering, failedMissing, passedCovering, passedMissing } = spectrum;
        expect(failedCovering + failedMissing).toBe(rows.filter(({ failed }) => failed).length);
        expect(passedCovering + passedMissing).toBe(rows.filter(({ failed }) => !failed).length);
        expect(failedCovering).toBe(rows.filter(({ failed, covered }) => failed && covered.includes(element)).length);
      }),
    );
  });
});

describe('Ochiai', () => {
  const counts = fc.record({
    failedCovering: fc.nat(50),
    passedCovering: fc.nat(50),
    failedMissing: fc.nat(50),
    passedMissing: fc.nat(50),
  });

  test('is the cosine of two 0/1 vectors', () => {
    expect(ochiai({ failedCovering: 1, passedCovering: 0, failedMissing: 0, passedMissing: 9 })).toBe(1);
    expect(ochiai({ failedCovering: 1, passedCovering: 3, failedMissing: 0, passedMissing: 9 })).toBe(0.5);
    expect(ochiai({ failedCovering: 0, passedCovering: 3, failedMissing: 1, passedMissing: 0 })).toBe(0);
  });

  test('stays between 0 and 1, and falls with every passing test that covers', () => {
    fc.assert(
      fc.property(counts, (spectrum) => {
        const score = ochiai(spectrum);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1 + 1e-12);
        expect(ochiai({ ...spectrum, passedCovering: spectrum.passedCovering + 1 })).toBeLessThanOrEqual(score);
      }),
    );
  });
});

/** The program `mid` of Jones and Harrold (2005) with its six tests: which of them cover a statement, the last one failing. */
const mid: readonly (readonly [statement: string, passedCovering: number, failedCovering: number])[] = [
  ['read(x, y, z); m = z; if (y < z); print(m)', 5, 1],
  ['if (x < y)', 3, 1],
  ['m = y', 1, 0],
  ['if (x < z)', 2, 1],
  ['m = y (the fault)', 1, 1],
  ['else if (x > y)', 2, 0],
];

describe('the formulas of the literature', () => {
  const counts = fc.record({
    failedCovering: fc.nat(50),
    passedCovering: fc.nat(50),
    failedMissing: fc.nat(50),
    passedMissing: fc.nat(50),
  });

  test.each<[string, Formula, readonly number[]]>([
    ['Tarantula', tarantula, [0.5, 0.63, 0, 0.71, 0.83, 0]],
    ['Ochiai', ochiai, [0.41, 0.5, 0, 0.58, 0.71, 0]],
    ['Jaccard', jaccard, [0.17, 0.25, 0, 0.33, 0.5, 0]],
    ['DStar', dstar, [0.2, 0.33, 0, 0.5, 1, 0]],
    ['Op2', op2, [0.17, 0.5, -0.17, 0.67, 0.83, -0.33]],
    ['Barinel', barinel, [0.17, 0.25, 0, 0.33, 0.5, 0]],
  ])('%s on mid', (_, formula, expected) => {
    const scores = mid.map(([, passedCovering, failedCovering]) =>
      formula({ failedCovering, passedCovering, failedMissing: 1 - failedCovering, passedMissing: 5 - passedCovering }),
    );
    expect(scores.map((score) => Number(score.toFixed(2)))).toEqual(expected);
  });

  test.each([tarantula, jaccard, dstar, op2, barinel])(
    '$name never falls with a failed test more, nor rises with a passed one',
    (formula) => {
      fc.assert(
        fc.property(counts, (spectrum) => {
          const { failedMissing, passedMissing } = spectrum;
          const score = formula(spectrum);
          expect(score).not.toBeNaN();
          if (failedMissing > 0) {
            const more = { ...spectrum, failedMissing: failedMissing - 1, failedCovering: spectrum.failedCovering + 1 };
            expect(formula(more)).toBeGreaterThanOrEqual(score - 1e-12);
          }
          if (passedMissing > 0) {
            const more = { ...spectrum, passedMissing: passedMissing - 1, passedCovering: spectrum.passedCovering + 1 };
            expect(formula(more)).toBeLessThanOrEqual(score + 1e-12);
          }
        }),
      );
    },
  );

  test('DStar has no bound, and nothing that no failed test covers is suspect', () => {
    expect(dstar({ failedCovering: 2, passedCovering: 0, failedMissing: 0, passedMissing: 3 })).toBe(Infinity);
    for (const formula of [tarantula, jaccard, dstar, barinel, ochiai]) {
      expect(formula({ failedCovering: 0, passedCovering: 0, failedMissing: 0, passedMissing: 0 })).toBe(0);
    }
  });
});
