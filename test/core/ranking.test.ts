import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibrated, fitCalibration } from '../../server/core/ranking/calibration.ts';
import { learnWeights } from '../../server/core/ranking/conditionalLogit.ts';
import { featureTable } from '../../server/core/ranking/featureTable.ts';
import { highestScore, scoresOf, sharesOf } from '../../server/core/ranking/linearModel.ts';
import { tableOfWholes } from '../../server/core/ranking/wholes.ts';

const options = { penalty: 0.1, signed: new Set<string>() };
const table = (rows: readonly (readonly number[])[], features = ['a', 'b']) =>
  featureTable(
    features,
    rows.map((_, row) => `c${row}`),
    (row, column) => rows[row]![column]!,
  );

describe('a linear model', () => {
  it('weighs what a candidate has, and knows no feature that is not named', () => {
    expect([...scoresOf(table([[1, 2]]), { a: 2, other: 9 })]).toEqual([2]);
    expect(highestScore({ a: 2, b: -1 })).toBe(2);
  });

  it('shares out 1, in the order of scores, whatever they are', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 1 }), (scores) => {
        const shares = sharesOf(Float64Array.from(scores));
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1);
        for (const [at, score] of scores.entries()) {
          for (const [other, its] of scores.entries())
            if (score < its) expect(shares[at]!).toBeLessThanOrEqual(shares[other]!);
        }
      }),
    );
  });
});

describe('learning weights', () => {
  it('finds the feature that tells right from wrong and leaves the other', () => {
    const known = [0, 1, 2, 3].map((seed) => ({
      table: table([
        [1, seed % 2],
        [0, (seed + 1) % 2],
        [0, seed > 1 ? 1 : 0],
      ]),
      right: [0],
    }));
    const { a, b } = learnWeights(known, options);
    expect(a).toBeGreaterThan(1);
    expect(Math.abs(b!)).toBeLessThan(a! / 3);
  });

  it('keeps a weight from falling below 0 unless it may', () => {
    const known = [
      {
        table: table([
          [0, 1],
          [1, 0],
        ]),
        right: [1],
      },
    ];
    expect(learnWeights(known, options).b).toBe(0);
    expect(learnWeights(known, { ...options, signed: new Set(['b']) }).b).toBeLessThan(0);
  });

  it('reaches the least loss there is: no single step beside it is lower', () => {
    const cell = fc.double({ min: 0, max: 1, noNaN: true });
    const rows = fc.array(fc.tuple(cell, cell), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(fc.array(rows, { minLength: 1, maxLength: 6 }), (tables) => {
        const known = tables.map((one) => ({ table: table(one), right: [0] }));
        const learned = learnWeights(known, options);
        const lossOf = (model: Record<string, number>) =>
          0.05 * (model.a! ** 2 + model.b! ** 2) -
          known.reduce((sum, one) => sum + Math.log(sharesOf(scoresOf(one.table, model))[0]!), 0);
        const least = lossOf(learned);
        for (const [feature, step] of [
          ['a', 0.02],
          ['a', -0.02],
          ['b', 0.02],
          ['b', -0.02],
        ] as const) {
          const moved = { ...learned, [feature]: Math.max(0, learned[feature]! + step) };
          expect(lossOf(moved)).toBeGreaterThanOrEqual(least - 1e-6);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('learns nothing from rankings without a right answer', () => {
    expect(learnWeights([{ table: table([[1, 1]]), right: [] }], options)).toEqual({});
  });
});

describe('wholes', () => {
  it('have the best of their parts, and the best score of one', () => {
    const parts = table([
      [1, 0],
      [0, 0.5],
      [0.2, 0.2],
    ]);
    const wholes = tableOfWholes(parts, { a: 1, b: 1 }, ['f', 'f', 'g']);
    expect(wholes.features).toEqual(['best', 'a', 'b']);
    expect(wholes.candidates).toEqual(['f', 'g']);
    expect([...wholes.values]).toEqual([0.5, 1, 0.5, 0.2, 0.2, 0.2]);
  });
});

describe('calibration', () => {
  it('says what came true: shares that were too sure are taken back', () => {
    const known = Array.from({ length: 200 }, (_, at) => ({ share: 0.9, isRight: at % 2 === 0 }));
    const fitted = fitCalibration([...known, ...known.map(() => ({ share: 0.1, isRight: false }))]);
    expect(calibrated(0.9, fitted)).toBeCloseTo(0.5, 1);
    expect(calibrated(0.1, fitted)).toBeLessThan(0.05);
    expect(calibrated(0, fitted)).toBe(0);
  });

  it('is the likeliest line, also from tiny shares that are right more often than they say', () => {
    const known = Array.from({ length: 150 }, (_, at) => ({ share: 1e-4 * (1 + (at % 7)), isRight: at % 8 === 0 }));
    const fitted = fitCalibration([...known, { share: 0.4, isRight: true }]);
    const said = known.map(({ share }) => calibrated(share, fitted));
    expect(said.reduce((sum, probability) => sum + probability, 0) / said.length).toBeCloseTo(1 / 8, 1);
  });

  it('keeps the order of shares, from whatever it was learned', () => {
    const known = fc.record({ share: fc.double({ min: 0, max: 1, noNaN: true }), isRight: fc.boolean() });
    fc.assert(
      fc.property(fc.array(known, { maxLength: 30 }), (some) => {
        const fitted = fitCalibration(some);
        expect(Number.isFinite(fitted.slope)).toBe(true);
        expect(Number.isFinite(fitted.intercept)).toBe(true);
      }),
    );
  });
});
