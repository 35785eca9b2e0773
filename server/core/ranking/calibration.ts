/**
 * Makes shares into probabilities that come true as often as they say, by a line through their log odds (J. Platt,
 * "Probabilistic Outputs for Support Vector Machines", 1999).
 */

export interface Calibration {
  readonly slope: number;
  readonly intercept: number;
}

const uncalibrated: Calibration = { slope: 1, intercept: 0 };

/** A share of 0 stays 0, and one of 1 is taken for a little less. */
export function calibrated(share: number, { slope, intercept }: Calibration): number {
  if (share <= 0) return 0;
  return 1 / (1 + Math.exp(-(intercept + slope * logOdds(share))));
}

export interface KnownShare {
  readonly share: number;
  readonly isRight: boolean;
}

const mostIterations = 100;

/** Fits by Newton's method the line under which what is known is likeliest; a weak prior keeps it near `uncalibrated`. */
export function fitCalibration(known: readonly KnownShare[]): Calibration {
  let { slope, intercept } = uncalibrated;
  for (let iteration = 0; iteration < mostIterations; iteration++) {
    // The prior: one ranking's worth of pull towards slope 1 and intercept 0.
    let [gradientSlope, gradientIntercept] = [slope - 1, intercept];
    let [slopeSlope, slopeIntercept, interceptIntercept] = [1, 0, 1];
    for (const { share, isRight } of known) {
      const odds = logOdds(share);
      const said = 1 / (1 + Math.exp(-(intercept + slope * odds)));
      const [off, spread] = [said - (isRight ? 1 : 0), said * (1 - said)];
      gradientSlope += off * odds;
      gradientIntercept += off;
      slopeSlope += spread * odds * odds;
      slopeIntercept += spread * odds;
      interceptIntercept += spread;
    }
    const determinant = slopeSlope * interceptIntercept - slopeIntercept * slopeIntercept;
    const moveSlope = (interceptIntercept * gradientSlope - slopeIntercept * gradientIntercept) / determinant;
    const moveIntercept = (slopeSlope * gradientIntercept - slopeIntercept * gradientSlope) / determinant;
    slope -= moveSlope;
    intercept -= moveIntercept;
    if (Math.abs(moveSlope) + Math.abs(moveIntercept) < 1e-9) break;
  }
  return { slope, intercept };
}

function logOdds(share: number): number {
  const kept = Math.min(1 - 1e-9, Math.max(1e-9, share));
  return Math.log(kept / (1 - kept));
}
