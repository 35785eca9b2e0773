/**
 * From a table of parts to one of wholes, statements to functions or functions to files: a whole has the best its parts have
 * of each feature, and as `best` the highest score of one of them, out of the highest there can be.
 */
import { type FeatureTable, featureTable } from './featureTable.ts';
import { highestScore, type LinearModel, scoresOf } from './linearModel.ts';

/** `wholes` names the whole of each part; they come in order of their first part. `model` scores the parts. */
export function tableOfWholes(parts: FeatureTable, model: LinearModel, wholes: readonly string[]): FeatureTable {
  const { features, values } = parts;
  const most = highestScore(model);
  const scores = scoresOf(parts, model).map((score) => score / most);
  const named = features.filter((feature) => feature !== 'best');
  const columns = named.map((feature) => features.indexOf(feature));
  const inside = new Map<string, number[]>();
  wholes.forEach((whole, part) => {
    const others = inside.get(whole);
    if (others === undefined) inside.set(whole, [part]);
    else others.push(part);
  });
  const members = [...inside.values()];
  return featureTable(['best', ...named], [...inside.keys()], (whole, feature) => {
    const valueOfPart = (part: number) =>
      feature === 0 ? scores[part]! : values[part * features.length + columns[feature - 1]!]!;
    return members[whole]!.reduce((best, part) => Math.max(best, valueOfPart(part)), 0);
  });
}
