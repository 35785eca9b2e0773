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

/**
 * The share of failed tests among those that cover it, each side by its own number, 0 to 1.
 * Jones, Harrold, Stasko, "Visualization of Test Information to Assist Fault Localization" (2002).
 */
export const tarantula: Formula = ({ failedCovering, passedCovering, failedMissing, passedMissing }) => {
  if (failedCovering === 0) return 0;
  const failed = failedCovering / (failedCovering + failedMissing);
  const passed = passedCovering === 0 ? 0 : passedCovering / (passedCovering + passedMissing);
  return failed / (failed + passed);
};

/**
 * Of all tests that failed or cover it, those that did both, 0 to 1.
 * Jaccard (1901); for programs Chen et al., "Pinpoint: Problem Determination in Large, Dynamic Internet Services" (2002).
 */
export const jaccard: Formula = ({ failedCovering, passedCovering, failedMissing }) => {
  const either = failedCovering + failedMissing + passedCovering;
  return either === 0 ? 0 : failedCovering / either;
};

/**
 * D* with the exponent 2, 0 to infinity: infinite where all failed tests and no passed one cover it.
 * Wong, Debroy, Gao, Li, "The DStar Method for Effective Software Fault Localization" (2014).
 */
export const dstar: Formula = ({ failedCovering, passedCovering, failedMissing }) =>
  failedCovering === 0 ? 0 : failedCovering ** 2 / (passedCovering + failedMissing);

/**
 * Failed tests first, then few passed ones, -1 to the number of failed tests: proven best for one fault in one statement.
 * Naish, Lee, Ramamohanarao, "A Model for Spectra-based Software Diagnosis" (2011).
 */
export const op2: Formula = ({ failedCovering, passedCovering, passedMissing }) =>
  failedCovering - passedCovering / (passedCovering + passedMissing + 1);

/**
 * How often covering it went with failing, 0 to 1: one minus the best guess at the chance that it does no harm.
 * Abreu, Zoeteweij, van Gemund, "Spectrum-Based Multiple Fault Localization" (2009), for a single fault.
 */
export const barinel: Formula = ({ failedCovering, passedCovering }) =>
  failedCovering === 0 ? 0 : failedCovering / (failedCovering + passedCovering);
