/**
 * Suspiciousness formulas over one element's spectrum. A formula is a number from four counts; what the counts are of
 * (statements, functions) is the caller's.
 */

/** How many failed and passed tests cover an element, and how many miss it: *ef, ep, nf, np* in the literature. */
export interface ElementSpectrum {
  readonly failedCovering: number;
  readonly passedCovering: number;
  readonly failedMissing: number;
  readonly passedMissing: number;
}

export type Formula = (spectrum: ElementSpectrum) => number;

/**
 * The cosine between "this element ran" and "the test failed", 0 to 1.
 * Ochiai (1957) for biology; Abreu, Zoeteweij, van Gemund, "On the Accuracy of Spectrum-based Fault Localization" (2007).
 */
export const ochiai: Formula = ({ failedCovering, passedCovering, failedMissing }) => {
  const failed = failedCovering + failedMissing;
  const covering = failedCovering + passedCovering;
  if (failed === 0 || covering === 0) return 0;
  return failedCovering / Math.sqrt(failed * covering);
};
