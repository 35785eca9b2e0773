/** What is known of the candidates of one ranking, as numbers: one row a candidate, one column a feature. */

export interface FeatureTable {
  /** Names of the columns. */
  readonly features: readonly string[];
  /** Names of the rows, each once. */
  readonly candidates: readonly string[];
  /** Row after row. */
  readonly values: Float64Array;
}

/** A table from what each candidate has of each feature. */
export function featureTable(
  features: readonly string[],
  candidates: readonly string[],
  valueAt: (candidate: number, feature: number) => number,
): FeatureTable {
  const values = new Float64Array(features.length * candidates.length);
  for (let row = 0; row < candidates.length; row++) {
    for (let column = 0; column < features.length; column++) {
      values[row * features.length + column] = valueAt(row, column);
    }
  }
  return { features, candidates, values };
}
