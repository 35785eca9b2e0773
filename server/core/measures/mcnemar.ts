/**
 * Whether one of two rankers is right more often, on the same instances: McNemar's test, "Note on the sampling error of
 * the difference between correlated proportions" (1947), in its exact, binomial form.
 */

export interface McNemar {
  /** Instances that only the first got right. */
  readonly onlyFirst: number;
  readonly onlySecond: number;
  /** Two-sided: how often so lopsided a split comes of a fair coin. */
  readonly p: number;
}

/** From pairs of "the first was right, the second was right". */
export function mcNemar(pairs: readonly (readonly [boolean, boolean])[]): McNemar {
  const onlyFirst = pairs.filter(([first, second]) => first && !second).length;
  const onlySecond = pairs.filter(([first, second]) => !first && second).length;
  return { onlyFirst, onlySecond, p: Math.min(1, 2 * heads(Math.min(onlyFirst, onlySecond), onlyFirst + onlySecond)) };
}

/** How probable at most `k` heads of `n` throws are. Summed as logarithms, because 2^n is soon too large. */
function heads(k: number, n: number): number {
  let logChoose = 0;
  let sum = 0;
  for (let i = 0; i <= k; i++) {
    sum += Math.exp(logChoose - n * Math.LN2);
    logChoose += Math.log((n - i) / (i + 1));
  }
  return sum;
}
