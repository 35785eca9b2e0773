/**
 * From a bug report alone to a ranking: nothing is run. Leaves out reading the report from anywhere and reading the
 * repository.
 */
import type { CodeSnapshot } from '../../analysis/codeSnapshot.ts';
import { calibrated } from '../../core/ranking/calibration.ts';
import type { FeatureTable } from '../../core/ranking/featureTable.ts';
import { type LinearModel, scoresOf, sharesOf } from '../../core/ranking/linearModel.ts';
import type { Localization, RankedFunction, RankedLocation } from '../../protocol/localization.ts';
import type { EvidenceSource } from '../evidence/finding.ts';
import { unranked } from '../unranked.ts';
import { issueWeights } from '../weights.ts';
import type { ChangedSince } from './anchors/historyAnchors.ts';
import { idOf, scopeOf } from './corpus.ts';
import { type IssueEvidence, issueEvidence } from './issueEvidence.ts';
import { type ShareOfElement, type SuspectedLine, suspectedLines } from './issueLines.ts';
import { evidenceFor } from './issueSentences.ts';
import { mutedBy } from './issueSources.ts';
import { type IssueRankings, issueRankings } from './issueTables.ts';

export interface IssueRequest {
  readonly repository: string;
  /** The report as it was written: its title is the first line. Of a very long one only the beginning is read. */
  readonly text: string;
  /** At most this many entries in each list of the answer. */
  readonly top: number;
  /** Sources of evidence that are to have no say: an ablation. */
  readonly without: readonly EvidenceSource[];
  /** What was changed since the fault was not there, where the report says when that was. */
  readonly changedSince?: ChangedSince;
}

/** Statements are looked at in so many of the best functions. */
const mostFunctions = 20;

export function localizeIssue(snapshot: CodeSnapshot, request: IssueRequest): Localization {
  const { repository, text, top, without, changedSince } = request;
  const evidence = issueEvidence(snapshot, text, mutedBy(without), changedSince);
  if (saysNothing(evidence)) return unranked({ repository, tests: [], runner: 'none' }, 'issue-only', 0);
  const rankings = issueRankings(evidence);
  const files = ranked(rankings.files, issueWeights.files);
  const functions = ranked(rankings.functions, issueWeights.functions).map(({ row, share }) => {
    return { element: rankings.elements[row]!, share };
  });
  const listed = functions.filter(({ element }) => rankings.evidence.corpus.isFunction[element] === 1);
  const lines = suspectedLines(rankings.evidence, functions.slice(0, mostFunctions));
  return {
    ...unranked({ repository, tests: [], runner: 'none' }, 'issue-only', 0),
    confidence: round(calibrated(listed[0]?.share ?? 0, issueWeights.certainty.functions)),
    files: files.slice(0, top).map(({ name, share }, index) => ({ rank: index + 1, file: name, score: round(share) })),
    functions: listed.slice(0, top).map((one, index) => rankedFunction(rankings, one, index + 1)),
    locations: rankedLocations(rankings, lines, top),
  };
}

/** Whether nothing of the report is in the repository. */
function saysNothing({ fields, clues }: IssueEvidence): boolean {
  const isBlank = (scores: Float64Array) => scores.every((score) => score === 0);
  return clues.files.size + clues.elements.size === 0 && fields.files.every(isBlank) && fields.elements.every(isBlank);
}

interface Ranked {
  readonly row: number;
  readonly name: string;
  /** Of all candidates' odds. */
  readonly share: number;
}

/** Best first, equals by name. */
function ranked(table: FeatureTable, model: LinearModel): readonly Ranked[] {
  const scores = scoresOf(table, model);
  const shares = sharesOf(scores);
  return table.candidates
    .map((name, row) => ({ row, name, share: shares[row]! }))
    .sort((a, b) => scores[b.row]! - scores[a.row]! || (a.name < b.name ? -1 : 1));
}

function rankedFunction({ evidence }: IssueRankings, { element, share }: ShareOfElement, rank: number): RankedFunction {
  const { corpus } = evidence;
  const { line, endLine } = scopeOf(corpus, element);
  const file = corpus.paths[corpus.fileOf[element]!]!;
  return { rank, file, element: idOf(corpus, element), line, endLine, score: round(share) };
}

/** Only those for which there is a reason to give. */
function rankedLocations(
  rankings: IssueRankings,
  lines: readonly SuspectedLine[],
  top: number,
): readonly RankedLocation[] {
  const found: RankedLocation[] = [];
  for (const line of lines) {
    if (found.length === top) break;
    const location = rankedLocation(rankings, line, found.length + 1);
    if (location.evidence.length > 0) found.push(location);
  }
  return found;
}

function rankedLocation(
  { evidence }: IssueRankings,
  { span, element, share, words }: SuspectedLine,
  rank: number,
): RankedLocation {
  const { file, line, endLine } = span;
  const message = `The statement has words of the report: ${words.join(', ')}`;
  const own =
    words.length === 0
      ? []
      : [{ kind: 'text' as const, score: round(share), message, path: [{ file, line, message }] }];
  return {
    rank,
    file,
    line,
    endLine,
    element: idOf(evidence.corpus, element),
    suspiciousness: round(share),
    probability: round(calibrated(share, issueWeights.certainty.statements)),
    evidence: [...evidenceFor(evidence, element), ...own],
  };
}

function round(value: number): number {
  return Number(value.toFixed(4));
}
