/** Scores candidates by a weighted sum of their features. Leaves out where the weights come from (`conditionalLogit`). */
import type { FeatureTable } from './featureTable.ts';

/** The weight of each feature; of one that is not named, 0. */
export type LinearModel = Readonly<Record<string, number>>;

/** One score for each candidate, in the table's order; higher is better. */
export function scoresOf({ features, candidates, values }: FeatureTable, model: LinearModel): Float64Array {
  const weights = features.map((feature) => model[feature] ?? 0);
  return Float64Array.from(candidates, (_, row) =>
    weights.reduce((sum, weight, column) => sum + weight * values[row * features.length + column]!, 0),
  );
}

/** The score of a candidate that has 1 of every feature: of features between 0 and 1, the highest there can be. */
export function highestScore(model: LinearModel): number {
  return Object.values(model).reduce((sum, weight) => sum + Math.max(0, weight), 0);
}

/** Scores as shares of 1: each in proportion to its exponential (softmax), so that differences count. */
export function sharesOf(scores: Float64Array): Float64Array {
  const highest = scores.reduce((best, score) => Math.max(best, score), Number.NEGATIVE_INFINITY);
  const powers = scores.map((score) => Math.exp(score - highest));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}
