/** What is known of files and functions with regard to a report, as the tables that are ranked and learned from. */
import type { CodeSnapshot } from '../../analysis/codeSnapshot.ts';
import type { FeatureTable } from '../../core/ranking/featureTable.ts';
import { type LinearModel, scoresOf } from '../../core/ranking/linearModel.ts';
import type { EvidenceSource } from '../evidence/finding.ts';
import { issueWeights } from '../weights.ts';
import type { ChangedSince } from './anchors/historyAnchors.ts';
import { fileTable } from './fileFeatures.ts';
import { functionTable } from './functionFeatures.ts';
import { type IssueEvidence, issueEvidence } from './issueEvidence.ts';
import { mutedBy } from './issueSources.ts';

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

/** A report, what is to have no say of it, and what was changed since the fault was not there. */
interface WeighedReport {
  readonly text: string;
  readonly without: readonly EvidenceSource[];
  readonly changedSince?: ChangedSince;
}

/** Of the same evidence that the report is ranked by. */
export function issueTables(snapshot: CodeSnapshot, { text, without, changedSince }: WeighedReport): IssueTables {
  const { files, functions } = issueRankings(issueEvidence(snapshot, text, mutedBy(without), changedSince));
  return { files, functions };
}

export function issueRankings(evidence: IssueEvidence, fileModel: LinearModel = issueWeights.files): IssueRankings {
  const files = fileTable(evidence);
  const { table, elements } = functionTable(evidence, scoresOf(files, fileModel));
  return { files, functions: table, evidence, elements };
}
