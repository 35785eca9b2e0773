/**
 * Learns the weights of a linear model from rankings whose right answers are known, by conditional logit (D. McFadden,
 * "Conditional Logit Analysis of Qualitative Choice Behavior", 1974): each right candidate of a ranking is to be chosen
 * among it and all the wrong ones. With a penalty on large weights (L2), and weights that may not be negative where asked.
 * Minimised by spectral projected gradients (E. Birgin, J. Martínez, M. Raydan, SIAM J. Optimization, 2000), monotone.
 */
import type { FeatureTable } from './featureTable.ts';
import type { LinearModel } from './linearModel.ts';

export interface KnownRanking {
  readonly table: FeatureTable;
  /** Rows of the right candidates. Rankings without any teach nothing. */
  readonly right: readonly number[];
}

export interface LearningOptions {
  /** Strength of the penalty: half of it times the sum of squared weights is added to the loss. */
  readonly penalty: number;
  /** Features whose weight may be negative. */
  readonly signed: ReadonlySet<string>;
}

const mostIterations = 400;
const smallestChange = 1e-7;

/** All tables have the same features in the same order. The same input gives the same weights. */
export function learnWeights(rankings: readonly KnownRanking[], { penalty, signed }: LearningOptions): LinearModel {
  const useful = rankings.filter(({ right }) => right.length > 0);
  const features = useful[0]?.table.features ?? [];
  const isSigned = features.map((feature) => signed.has(feature));
  const project = (weights: Float64Array) => weights.map((weight, at) => (isSigned[at] ? weight : Math.max(0, weight)));
  const lossAt = (weights: Float64Array) => loss(useful, weights, penalty);

  let weights: Float64Array = new Float64Array(features.length);
  let now = lossAt(weights);
  let step = 1 / Math.max(1, ...now.gradient.map(Math.abs));
  for (let iteration = 0; iteration < mostIterations; iteration++) {
    const aimed = project(weights.map((weight, at) => weight - step * now.gradient[at]!));
    const direction = aimed.map((aim, at) => aim - weights[at]!);
    const slope = dot(direction, now.gradient);
    if (-slope < smallestChange * Math.max(1, Math.abs(now.value))) break;
    const { reached, there } = searchAlong(weights, direction, { value: now.value, slope }, lossAt);
    const moved = reached.map((weight, at) => weight - weights[at]!);
    const turned = there.gradient.map((slopeThere, at) => slopeThere - now.gradient[at]!);
    const curvature = dot(moved, turned);
    step = curvature <= 0 ? 1 : Math.min(1e6, Math.max(1e-9, dot(moved, moved) / curvature));
    weights = reached;
    now = there;
  }
  return Object.fromEntries(features.map((feature, at) => [feature, weights[at]!]));
}

/** Halves the way until the loss falls as much as the slope promises in part (Armijo). */
function searchAlong(
  from: Float64Array,
  direction: Float64Array,
  { value, slope }: { readonly value: number; readonly slope: number },
  lossAt: (weights: Float64Array) => Loss,
): { readonly reached: Float64Array; readonly there: Loss } {
  for (let share = 1; ; share /= 2) {
    const reached = from.map((weight, at) => weight + share * direction[at]!);
    const there = lossAt(reached);
    if (there.value <= value + 1e-4 * share * slope || share < 1e-10) return { reached, there };
  }
}

interface Loss {
  readonly value: number;
  readonly gradient: Float64Array;
}

function loss(rankings: readonly KnownRanking[], weights: Float64Array, penalty: number): Loss {
  const gradient = weights.map((weight) => penalty * weight);
  let value = (penalty / 2) * dot(weights, weights);
  for (const { table, right } of rankings) value += addRanking(table, right, weights, gradient);
  return { value, gradient };
}

/** The loss of one ranking, shared among its right candidates; its gradient is added to `gradient`. */
function addRanking(
  { candidates, values }: FeatureTable,
  right: readonly number[],
  weights: Float64Array,
  gradient: Float64Array,
): number {
  const width = weights.length;
  const scores = Float64Array.from(candidates, (_, row) => dotRow(values, row, weights));
  const highest = scores.reduce((best, score) => Math.max(best, score), Number.NEGATIVE_INFINITY);
  const powers = scores.map((score) => Math.exp(score - highest));
  const isRight = new Set(right);
  const wrong = powers.reduce((sum, power, row) => (isRight.has(row) ? sum : sum + power), 0);
  let value = 0;
  let pull = 0;
  const add = (row: number, factor: number) => {
    for (let at = 0; at < width; at++) gradient[at]! += factor * values[row * width + at]!;
  };
  for (const row of right) {
    const total = wrong + powers[row]!;
    value -= Math.log(powers[row]! / total + 1e-300) / right.length;
    add(row, (powers[row]! / total - 1) / right.length);
    pull += 1 / total / right.length;
  }
  for (let row = 0; row < candidates.length; row++) if (!isRight.has(row)) add(row, powers[row]! * pull);
  return value;
}

function dotRow(values: Float64Array, row: number, weights: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < weights.length; at++) sum += weights[at]! * values[row * weights.length + at]!;
  return sum;
}

function dot(one: Float64Array, other: Float64Array): number {
  return one.reduce((sum, value, at) => sum + value * other[at]!, 0);
}
