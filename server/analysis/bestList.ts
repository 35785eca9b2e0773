/** The best of many, and all that are as good as the last of them; the rest is let go on the way. */

export interface Scored<One> {
  readonly score: number;
  readonly one: One;
}

export interface BestList<One> {
  add(score: number, one: One): void;
  /** In no particular order; with equal scores more than were asked for. */
  best(): readonly Scored<One>[];
}

/** Keeps the `limit` best. */
export function createBestList<One>(limit: number): BestList<One> {
  /** So many are kept until those that are too many are let go. */
  const most = 2 * Math.max(1, limit) + 100;
  let kept: Scored<One>[] = [];
  let least = Number.NEGATIVE_INFINITY;
  const shrink = () => {
    if (limit < 1 || kept.length <= limit) return;
    // Sorting numbers is quick, sorting objects is not.
    const scores = Float64Array.from(kept, ({ score }) => score).sort();
    least = scores[scores.length - limit]!;
    kept = kept.filter(({ score }) => score >= least);
  };
  let next = most;
  return {
    add(score, one) {
      if (score < least) return;
      kept.push({ score, one });
      if (kept.length < next) return;
      shrink();
      // Where many are equal, looking again before they have doubled would be in vain.
      next = Math.max(most, 2 * kept.length);
    },
    best() {
      shrink();
      return kept;
    },
  };
}
