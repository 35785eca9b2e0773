import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { coverageMatrix } from '../../server/core/spectrum/coverageMatrix.ts';
import { ochiai } from '../../server/core/spectrum/formulas.ts';

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
