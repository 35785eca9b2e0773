/** Scores of files and elements that are made of the field scores: sums over the parts of a report, best of a file. */
import type { Corpus } from './corpus.ts';
import type { FieldScores } from './fieldScores.ts';
import { type Segment, segments } from './queryTerms.ts';

/** How much each part of a report counts. */
const worth: Readonly<Record<Segment, number>> = {
  title: 3,
  prose: 1,
  code: 0.5,
  log: 0.3,
  error: 0.5,
  joined: 0.5,
  lead: 0,
  quoted: 0,
};

export interface ScoreColumns {
  /** By file, all parts of the report together; joined words left out. */
  readonly fileMix: Float64Array;
  /** By element, all parts together. */
  readonly elementMix: Float64Array;
  /** By file: its best function or class, the mean of its three best, the title's rarest terms in one of them. */
  readonly bestElement: Float64Array;
  readonly bestElementTitle: Float64Array;
  readonly bestElementProse: Float64Array;
  readonly bestThree: Float64Array;
  readonly titleCover: Float64Array;
  /** By class, the mean of the three best of it and its members. */
  readonly bestThreeOfClass: Float64Array;
}

export function scoreColumns(corpus: Corpus, { files, elements, titleCover }: FieldScores): ScoreColumns {
  const fileMix = mixed(
    files,
    segments.filter((segment) => segment !== 'joined'),
  );
  const elementMix = mixed(elements, segments);
  return {
    fileMix,
    elementMix,
    bestElement: bestInFile(corpus, elementMix),
    bestElementTitle: bestInFile(corpus, elements[segments.indexOf('title')]!),
    bestElementProse: bestInFile(corpus, elements[segments.indexOf('prose')]!),
    bestThree: meanOfThree(corpus, elementMix),
    titleCover: bestInFile(corpus, titleCover),
    bestThreeOfClass: meanOfThreeInClass(corpus, elementMix),
  };
}

function mixed(bySegment: readonly Float64Array[], taken: readonly Segment[]): Float64Array {
  const sums = new Float64Array(bySegment[0]!.length);
  for (const segment of taken) {
    const scores = bySegment[segments.indexOf(segment)]!;
    for (let at = 0; at < sums.length; at++) sums[at]! += worth[segment] * scores[at]!;
  }
  return sums;
}

function bestInFile(corpus: Corpus, scores: Float64Array): Float64Array {
  const best = new Float64Array(corpus.nFiles);
  for (let one = 0; one < scores.length; one++) {
    const file = corpus.fileOf[one]!;
    if (corpus.isNamed[one] === 1 && scores[one]! > best[file]!) best[file] = scores[one]!;
  }
  return best;
}

function meanOfThree(corpus: Corpus, scores: Float64Array): Float64Array {
  return Float64Array.from({ length: corpus.nFiles }, (_, file) => {
    const own = scores.slice(corpus.firstElement[file]! + 1, corpus.firstElement[file + 1]).sort();
    return ((own.at(-1) ?? 0) + (own.at(-2) ?? 0) + (own.at(-3) ?? 0)) / 3;
  });
}

function meanOfThreeInClass(corpus: Corpus, scores: Float64Array): Float64Array {
  const [best, second, third] = [scores.slice(), new Float64Array(scores.length), new Float64Array(scores.length)];
  for (let one = 0; one < scores.length; one++) {
    const [owner, score] = [corpus.parent[one]!, scores[one]!];
    if (owner < 0 || corpus.isNamed[one] === 0) continue;
    if (score > best[owner]!) [best[owner], second[owner], third[owner]] = [score, best[owner]!, second[owner]!];
    else if (score > second[owner]!) [second[owner], third[owner]] = [score, second[owner]!];
    else if (score > third[owner]!) third[owner] = score;
  }
  return best.map((score, one) => (score + second[one]! + third[one]!) / 3);
}

/** Divided by the largest, where that is above 0. */
export function byLargest(values: Float64Array): Float64Array {
  const largest = values.reduce((best, value) => Math.max(best, value), 0);
  return largest > 0 ? values.map((value) => value / largest) : values;
}

/** One over the root of the rank; 0 for what has no score. Equals rank in their order. */
export function byRank(values: Float64Array): Float64Array {
  const ranks = new Float64Array(values.length);
  bestFirst(values).forEach((one, rank) => {
    if (values[one]! > 0) ranks[one] = 1 / Math.sqrt(1 + rank);
  });
  return ranks;
}

/** Indices by value, the largest first, equals in their order. */
export function bestFirst(values: Float64Array): readonly number[] {
  return Array.from(values.keys()).sort((a, b) => values[b]! - values[a]! || a - b);
}
