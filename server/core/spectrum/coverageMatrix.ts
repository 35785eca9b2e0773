/**
 * Tests by elements: who covers what, and how the tests ended. Leaves out what an element is; a caller names them by
 * any key. A test counts once however often it covers an element.
 */
import type { ElementSpectrum } from './formulas.ts';

export interface CoverageMatrix<Key> {
  readonly nFailed: number;
  readonly nPassed: number;
  spectrumOf(key: Key): ElementSpectrum;
}

export interface CoverageRow<Key> {
  readonly failed: boolean;
  readonly covered: Iterable<Key>;
}

export function coverageMatrix<Key>(rows: readonly CoverageRow<Key>[]): CoverageMatrix<Key> {
  const failedCovering = new Map<Key, number>();
  const passedCovering = new Map<Key, number>();
  for (const row of rows) {
    const counts = row.failed ? failedCovering : passedCovering;
    for (const key of new Set(row.covered)) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const nFailed = rows.filter((row) => row.failed).length;
  const nPassed = rows.length - nFailed;
  return {
    nFailed,
    nPassed,
    spectrumOf(key) {
      const failed = failedCovering.get(key) ?? 0;
      const passed = passedCovering.get(key) ?? 0;
      return {
        failedCovering: failed,
        passedCovering: passed,
        failedMissing: nFailed - failed,
        passedMissing: nPassed - passed,
      };
    },
  };
}
