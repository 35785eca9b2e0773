/** How well one instance was localized, level by level: the ranking held against the gold. */
import {
  allWithin,
  anyWithin,
  averagePrecision,
  examScore,
  ranksOf,
  reciprocalRank,
  shareWithin,
} from '../../core/measures/ranks.ts';
import type { Forecast } from '../../core/measures/reliability.ts';
import type { Localization, RankedLocation } from '../../protocol/localization.ts';
import { type Gold, type GoldLine, named } from './gold.ts';

export const levels = ['files', 'filesInGraph', 'functions', 'elements', 'lines'] as const;
export type Level = (typeof levels)[number];

/** By measure; a level without gold has none. */
export type InstanceScores = Readonly<Record<Level, Readonly<Record<string, number>>>>;

/** Measures that are 0 or 1. */
export function isRightOrWrong(measure: string): boolean {
  return measure.startsWith('acc@') || measure.startsWith('hit@');
}

/** `places` is how many statements a ranking of lines chose from, 0 where tests did not say what ran. */
export function scoreInstance(localization: Localization, gold: Gold, places: number): InstanceScores {
  const files = localization.files.map(({ file }) => file);
  return {
    files: elementScores(files, gold.files, [1, 3, 5, 10]),
    filesInGraph: elementScores(files, gold.filesInGraph, [1, 3, 5, 10]),
    functions: elementScores(
      distinct(localization.functions.map(({ element }) => named(element))),
      gold.functions,
      [1, 3, 5, 10],
    ),
    elements: elementScores(rankedElements(localization), gold.elements, [1, 3, 5, 10]),
    lines: lineScores(localization.locations, gold.lines, places),
  };
}

/** For each of the first ten locations, whether a gold line is in it. */
export function forecasts({ locations }: Localization, gold: Gold): readonly Forecast[] {
  if (gold.lines.length === 0) return [];
  return locations.slice(0, 10).map((location) => {
    return { probability: location.probability, isRight: gold.lines.some((one) => holds(location, one)) };
  });
}

function elementScores(ranking: readonly string[], gold: readonly string[], depths: readonly number[]) {
  if (gold.length === 0) return {};
  const ranks = ranksOf(ranking, gold);
  return {
    ...Object.fromEntries(depths.map((k) => [`acc@${k}`, allWithin(ranks, k)])),
    mrr: reciprocalRank(ranks),
    map: averagePrecision(ranks),
  };
}

/** A location counts as one entry of the ranking, whatever lines its statement spans. */
function lineScores(locations: readonly RankedLocation[], gold: readonly GoldLine[], places: number) {
  if (gold.length === 0) return {};
  const ranks = gold.map((one) => {
    const index = locations.findIndex((location) => holds(location, one));
    return index < 0 ? Number.POSITIVE_INFINITY : index + 1;
  });
  return {
    ...Object.fromEntries([1, 5, 10].map((k) => [`recall@${k}`, shareWithin(ranks, k)])),
    ...Object.fromEntries([1, 5, 10].map((k) => [`hit@${k}`, anyWithin(ranks, k)])),
    mrr: reciprocalRank(ranks),
    map: averagePrecision(ranks),
    ...(places === 0 ? {} : { exam: examScore(ranks, locations.length, places) }),
  };
}

function holds(location: RankedLocation, { file, line }: GoldLine): boolean {
  return location.file === file && location.line <= line && line <= location.endLine;
}

/** Functions as they are ranked; what only locations name, as code outside of functions, comes after them. */
function rankedElements({ functions, locations }: Localization): readonly string[] {
  return distinct([...functions, ...locations].map(({ element }) => named(element)));
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
