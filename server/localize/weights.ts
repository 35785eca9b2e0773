/**
 * How much each source of evidence counts, and what a share of the ranking is worth as a probability: read from
 * `weights.json`, which `npm run learn` writes; what is set by hand it keeps. What stands here is not learned.
 */
import type { StatementKind } from '../analysis/repositorySnapshot.ts';
import type { Calibration } from '../core/ranking/calibration.ts';
import type { LinearModel } from '../core/ranking/linearModel.ts';
import learned from './weights.json' with { type: 'json' };

/** The models of one kind of ranking. */
interface RankingWeights {
  readonly files: LinearModel;
  readonly functions: LinearModel;
  readonly certainty: { readonly statements: Calibration; readonly functions: Calibration };
}

/** Those of a ranking by failing tests. */
interface TestWeights extends RankingWeights {
  readonly statements: LinearModel;
  /** Below this probability of the first function the answer is called uncertain. */
  readonly certainFrom: number;
}

/**
 * What practice sets cannot teach, because none of them has it, is set by hand: a bug report beside the failing test counts
 * about as much as the words of the test. Being changed by the release that brought a fault counts a little for a file, as
 * most releases change many, and more for a function.
 */
const { byHand } = learned;

export const testWeights: TestWeights = learned.tests;

/** The same where a bug report came with the test. */
export const reportedTestWeights: typeof testWeights = {
  ...testWeights,
  statements: { ...testWeights.statements, issue: byHand.issue },
  functions: { ...testWeights.functions, issue: byHand.issue / 2 },
};

export const issueWeights: RankingWeights = {
  ...learned.issue,
  files: { ...learned.issue.files, changedSince: byHand.changedFile },
  functions: { ...learned.issue.functions, changedSince: byHand.changedFunction },
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
