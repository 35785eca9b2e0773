/**
 * Where a faulty place stands in a ranking with ties, by expectation over all orders of those that tie. Leaves out the
 * averages over many rankings.
 */

/** The faulty places nearest to the top: `better` stand before them, and `nFaulty` are among the `tied` that follow. */
export interface Standing {
  readonly better: number;
  readonly tied: number;
  readonly nFaulty: number;
}

/** `null` where none is in the list, which is sorted, the highest score first. */
export function standingOf<Place>(
  ranking: readonly Place[],
  scoreOf: (place: Place) => number,
  isFaulty: (place: Place) => boolean,
): Standing | null {
  const first = ranking.find(isFaulty);
  if (first === undefined) return null;
  const tied = ranking.filter((place) => scoreOf(place) === scoreOf(first));
  const better = ranking.filter((place) => scoreOf(place) > scoreOf(first)).length;
  return { better, tied: tied.length, nFaulty: tied.filter(isFaulty).length };
}

/** How probable it is that a faulty place is among the first `k`. */
export function within(standing: Standing | null, k: number): number {
  return probabilities(standing).reduce((sum, { rank, probability }) => (rank <= k ? sum + probability : sum), 0);
}

/** One through the rank of the first faulty place, on average. */
export function reciprocalRank(standing: Standing | null): number {
  return probabilities(standing).reduce((sum, { rank, probability }) => sum + probability / rank, 0);
}

/** The rank of the first faulty place, on average; `Infinity` where none is in the list. */
export function expectedRank(standing: Standing | null): number {
  if (standing === null) return Number.POSITIVE_INFINITY;
  return probabilities(standing).reduce((sum, { rank, probability }) => sum + rank * probability, 0);
}

/** The ranks the first faulty place may have, with how often it does. */
function probabilities(standing: Standing | null): readonly { rank: number; probability: number }[] {
  if (standing === null) return [];
  const { better, tied, nFaulty } = standing;
  let noneBefore = 1;
  return Array.from({ length: tied - nFaulty + 1 }, (_, before) => {
    const left = tied - before;
    const probability = noneBefore * (nFaulty / left);
    noneBefore *= 1 - nFaulty / left;
    return { rank: better + before + 1, probability };
  });
}
