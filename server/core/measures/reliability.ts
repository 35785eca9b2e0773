/** Whether probabilities mean what they say: of all that is called 0.7, seven in ten should be right. */

export interface Forecast {
  readonly probability: number;
  readonly isRight: boolean;
}

interface Bin {
  /** Probabilities from `from`, included, to `to`, excluded; the last bin holds 1 too. */
  readonly from: number;
  readonly to: number;
  readonly n: number;
  /** `null` where the bin is empty; so is `share`. */
  readonly probability: number | null;
  /** Of the bin's forecasts, those that were right. */
  readonly share: number | null;
}

export interface Reliability {
  readonly bins: readonly Bin[];
  /** Mean squared error, 0 best; Brier, "Verification of forecasts expressed in terms of probability" (1950). */
  readonly brier: number | null;
  /** Expected calibration error: the gap of the bins, weighed by their size; Naeini, Cooper, Hauskrecht (2015). */
  readonly ece: number | null;
  readonly n: number;
}

const nBins = 10;

export function reliability(forecasts: readonly Forecast[]): Reliability {
  const n = forecasts.length;
  const bins = Array.from({ length: nBins }, (_, index): Bin => {
    const own = forecasts.filter(({ probability }) => Math.min(nBins - 1, Math.floor(probability * nBins)) === index);
    const range = { from: index / nBins, to: (index + 1) / nBins, n: own.length };
    if (own.length === 0) return { ...range, probability: null, share: null };
    const probability = own.reduce((sum, one) => sum + one.probability, 0) / own.length;
    return { ...range, probability, share: own.filter(({ isRight }) => isRight).length / own.length };
  });
  if (n === 0) return { bins, brier: null, ece: null, n };
  const error = ({ probability, isRight }: Forecast) => (probability - (isRight ? 1 : 0)) ** 2;
  const gap = ({ probability, share, n: size }: Bin) => Math.abs((probability ?? 0) - (share ?? 0)) * size;
  return {
    bins,
    brier: forecasts.reduce((sum, one) => sum + error(one), 0) / n,
    ece: bins.reduce((sum, bin) => sum + gap(bin), 0) / n,
    n,
  };
}
