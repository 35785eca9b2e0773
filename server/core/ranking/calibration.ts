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

/**
 * Fits by Newton's method, each step halved until it helps, the line under which what is known is likeliest; a weak prior
 * keeps it near `uncalibrated`.
 */
export function fitCalibration(known: readonly KnownShare[]): Calibration {
  let line = uncalibrated;
  let unlikeliness = unlikelinessOf(known, line);
  for (let iteration = 0; iteration < mostIterations; iteration++) {
    const step = newtonStep(known, line);
    for (let share = 1; ; share /= 2) {
      const there = { slope: line.slope - share * step.slope, intercept: line.intercept - share * step.intercept };
      const then = unlikelinessOf(known, there);
      if (then < unlikeliness) {
        [line, unlikeliness] = [there, then];
        break;
      }
      if (share < 1e-6) return line;
    }
  }
  return line;
}

/** The negative logarithm of how likely what is known is, the prior included: one ranking's worth of pull. */
function unlikelinessOf(known: readonly KnownShare[], { slope, intercept }: Calibration): number {
  let sum = ((slope - 1) ** 2 + intercept ** 2) / 2;
  for (const { share, isRight } of known) {
    const odds = intercept + slope * logOdds(share);
    const against = isRight ? -odds : odds;
    sum += against > 30 ? against : Math.log1p(Math.exp(against));
  }
  return sum;
}

function newtonStep(known: readonly KnownShare[], { slope, intercept }: Calibration): Calibration {
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
  return {
    slope: (interceptIntercept * gradientSlope - slopeIntercept * gradientIntercept) / determinant,
    intercept: (slopeSlope * gradientIntercept - slopeIntercept * gradientSlope) / determinant,
  };
}

function logOdds(share: number): number {
  const kept = Math.min(1 - 1e-9, Math.max(1e-9, share));
  return Math.log(kept / (1 - kept));
}
