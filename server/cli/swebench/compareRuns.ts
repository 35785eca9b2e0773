/** Two runs over the same instances, pair by pair: is one better, and is that more than chance. */
import { estimateDifference } from '../../core/measures/bootstrap.ts';
import { mcNemar } from '../../core/measures/mcnemar.ts';
import type { Comparison } from '../../protocol/swebenchReport.ts';
import { isRightOrWrong, type Level, levels } from './instanceScores.ts';
import { measuresAt, type Scored } from './report.ts';

/** Over the instances both have. */
export function compareRuns(ours: readonly Scored[], other: readonly Scored[], folder: string): Comparison {
  const byId = new Map(other.map((one) => [one.id, one]));
  const pairs = ours.flatMap((one) => {
    const twin = byId.get(one.id);
    return twin === undefined ? [] : [[one, twin] as const];
  });
  const measures = levels.flatMap((level) =>
    measuresAt(ours, level).map((measure) => ({ level, measure, ...compared(pairs, level, measure) })),
  );
  return { other: folder, measures };
}

function compared(pairs: readonly (readonly [Scored, Scored])[], level: Level, measure: string) {
  const values = pairs.flatMap(([one, other]) => {
    const [ours, theirs] = [one.scores[level][measure], other.scores[level][measure]];
    return ours === undefined || theirs === undefined ? [] : [[ours, theirs] as const];
  });
  const { p, ...difference } = estimateDifference(values);
  if (!isRightOrWrong(measure)) return { difference, p, mcNemar: null };
  const { onlyFirst, onlySecond, p: exact } = mcNemar(values.map(([ours, theirs]) => [ours === 1, theirs === 1]));
  return { difference, p, mcNemar: { onlyThis: onlyFirst, onlyOther: onlySecond, p: exact } };
}
