/**
 * How much each source of evidence counts. Hand-set, starting from the best simple mix measured elsewhere (Ochiai 1, stack
 * depth 0.5, words 0.8, name 0.15), with slices added. Data, so that a learned set can take its place.
 */
import type { StatementKind } from '../analysis/repositorySnapshot.ts';
import type { EvidenceSource } from './evidence/finding.ts';

export const weights: Readonly<Record<EvidenceSource, number>> = {
  spectrum: 1,
  frame: 0.65,
  slice: 0.2,
  testText: 0.8,
  mention: 0.15,
  difference: 0,
  value: 0,
  predicate: 0,
  mutation: 0,
  assertion: 0,
  sibling: 0,
  history: 0,
  issue: 0,
};

/** A statement that only reports a failure, or only names things, is seldom what is wrong. */
export const statementPrior: Readonly<Record<StatementKind, number>> = {
  simple: 1,
  branch: 1,
  loop: 1,
  return: 1,
  raise: 0.8,
  jump: 0.9,
  import: 0.6,
  definition: 0.7,
  other: 0.8,
};

/**
 * A statement that ran only while its module was loaded ran before every test of it, so its running tells little; less than
 * that of any statement the failing test itself came by.
 */
export const worthOfImport = 0.2;

/** Sharpness of the softmax that turns scores into probabilities. */
export const sharpness = 8;

/**
 * Below this probability of the first function, the answer is called uncertain. Set by eye on a dozen practice bugs: a first
 * step towards calibrated probabilities, not one.
 */
export const uncertainBelow = 0.09;
