/** What is known of files and functions with regard to a report, as the tables that are ranked and learned from. */
import type { CodeSnapshot } from '../../analysis/codeSnapshot.ts';
import type { FeatureTable } from '../../core/ranking/featureTable.ts';
import { type LinearModel, scoresOf } from '../../core/ranking/linearModel.ts';
import { issueWeights } from '../weights.ts';
import { fileTable } from './fileFeatures.ts';
import { functionTable } from './functionFeatures.ts';
import { type IssueEvidence, issueEvidence } from './issueEvidence.ts';

export interface IssueTables {
  readonly files: FeatureTable;
  /** The files' scores by `fileModel` are features of their functions. */
  readonly functions: FeatureTable;
}

/** The tables of a report, with what they were made from. `elements`: by row of `functions`, the element. */
export interface IssueRankings extends IssueTables {
  readonly evidence: IssueEvidence;
  readonly elements: readonly number[];
}

export function issueTables(snapshot: CodeSnapshot, text: string): IssueTables {
  const { files, functions } = issueRankings(issueEvidence(snapshot, text));
  return { files, functions };
}

export function issueRankings(evidence: IssueEvidence, fileModel: LinearModel = issueWeights.files): IssueRankings {
  const files = fileTable(evidence);
  const { table, elements } = functionTable(evidence, scoresOf(files, fileModel));
  return { files, functions: table, evidence, elements };
}
