/**
 * How well a ranking finds what it should: pure functions of the ranks at which the right answers stand. Ranks begin at
 * 1, `Infinity` is "not in the list", and the order of a list is its ranking: ties are as they were written. Leaves out
 * averages over many rankings, which `bootstrap` makes.
 */

/** Where each right answer stands in a ranking, in the order of `gold`. */
export function ranksOf(ranking: readonly string[], gold: readonly string[]): readonly number[] {
  const rankOf = new Map<string, number>();
  for (const [index, one] of ranking.entries()) if (!rankOf.has(one)) rankOf.set(one, index + 1);
  return gold.map((one) => rankOf.get(one) ?? Number.POSITIVE_INFINITY);
}

/**
 * Acc@k: 1 where every right answer is among the first `k`, else 0. More right answers than `k` are a 0.
 * Chen et al., "LocAgent: Graph-Guided LLM Agents for Code Localization" (2025), section 5.1.
 */
export function allWithin(ranks: readonly number[], k: number): number {
  return ranks.every((rank) => rank <= k) ? 1 : 0;
}

/** Hit@k, also called Top-k: 1 where any right answer is among the first `k`, else 0. */
export function anyWithin(ranks: readonly number[], k: number): number {
  return ranks.some((rank) => rank <= k) ? 1 : 0;
}

/** Recall@k, as ARISE counts it for lines: the share of the right answers that is among the first `k`. */
export function shareWithin(ranks: readonly number[], k: number): number {
  return ranks.length === 0 ? 0 : ranks.filter((rank) => rank <= k).length / ranks.length;
}

/** One through the rank of the first right answer, 0 where there is none; its mean is MRR. Voorhees, TREC-8 (1999). */
export function reciprocalRank(ranks: readonly number[]): number {
  return ranks.length === 0 ? 0 : 1 / bestOf(ranks);
}

/** The mean of the precision at each right answer, 0 for one that is not in the list; its mean is MAP. */
export function averagePrecision(ranks: readonly number[]): number {
  if (ranks.length === 0) return 0;
  const sorted = [...ranks].sort((a, b) => a - b);
  return sorted.reduce((sum, rank, index) => sum + (index + 1) / rank, 0) / ranks.length;
}

/**
 * EXAM: the share of a program that is looked at until the first faulty place, 0 to 1. One that is not in the list is
 * as good as found half-way through the rest of the program, which is what looking on in any order comes to.
 * Wong, Debroy, Choi, "A family of code coverage-based heuristics for effective fault localization" (2010).
 */
export function examScore(ranks: readonly number[], nListed: number, nPlaces: number): number {
  const first = bestOf(ranks);
  const looked = Number.isFinite(first) ? first : nListed + (nPlaces - nListed) / 2;
  return Math.min(1, looked / Math.max(1, nPlaces));
}

/** A patch may take away more lines than a call may have arguments. */
function bestOf(ranks: readonly number[]): number {
  return ranks.reduce((best, rank) => Math.min(best, rank), Number.POSITIVE_INFINITY);
}
