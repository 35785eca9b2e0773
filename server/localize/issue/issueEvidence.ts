/** Everything a report and a repository say of one another, before it is weighed. */
import type { CodeSnapshot } from '../../analysis/codeSnapshot.ts';
import type { EvidenceKind } from '../../protocol/localization.ts';
import { addClassClues } from './anchors/classAnchors.ts';
import { addDefinitionClues } from './anchors/definitionAnchors.ts';
import { addFrameClues } from './anchors/frameAnchors.ts';
import { addHistoryClues, type ChangedSince } from './anchors/historyAnchors.ts';
import { addLiteralClues } from './anchors/literalAnchors.ts';
import { addPathClues } from './anchors/pathAnchors.ts';
import { addSymbolClues } from './anchors/symbolAnchors.ts';
import { type ClueBook, createClueBook } from './clues.ts';
import { type Corpus, corpusOf } from './corpus.ts';
import { type FieldScores, fieldScores } from './fieldScores.ts';
import { addGraphClues, addImportClues } from './graphClues.ts';
import { type QueryTerm, queryTerms, segments } from './queryTerms.ts';
import type { BugReport } from './report/bugReport.ts';
import { mentionsOf } from './report/mentions.ts';
import { readReport } from './report/readReport.ts';
import { type ScoreColumns, scoreColumns } from './scoreColumns.ts';

export interface IssueEvidence {
  readonly corpus: Corpus;
  readonly report: BugReport;
  readonly query: readonly QueryTerm[];
  readonly fields: FieldScores;
  readonly columns: ScoreColumns;
  readonly clues: ClueBook;
}

/** What is muted: kinds of clues that are to have no say. */
export function issueEvidence(
  snapshot: CodeSnapshot,
  text: string,
  muted: ReadonlySet<EvidenceKind> = new Set(),
  changedSince?: ChangedSince,
): IssueEvidence {
  const corpus = corpusOf(snapshot);
  const report = readReport(text);
  const mentions = mentionsOf(report);
  const query = queryTerms(report, mentions);
  const fields = fieldScores(corpus, query);
  const columns = scoreColumns(corpus, fields);
  const clues = createClueBook(corpus, muted);
  addPathClues(corpus, mentions.paths, clues);
  addSymbolClues(corpus, report, mentions, clues);
  addClassClues(corpus, report, mentions, clues);
  addLiteralClues(corpus, report, mentions, clues);
  addFrameClues(corpus, report, clues);
  addDefinitionClues(corpus, report, mentions, clues);
  if (changedSince !== undefined) addHistoryClues(corpus, changedSince, clues);
  addGraphClues(corpus, columns.elementMix, clues);
  addImportClues(corpus, plainFileScores({ fields, columns }, 1), clues);
  return { corpus, report, query, fields, columns, clues };
}

/** Good enough to say which files are worth a closer look. */
export function plainFileScores(
  { fields, columns }: Pick<IssueEvidence, 'fields' | 'columns'>,
  title: number,
): Float64Array {
  const inTitle = fields.files[segments.indexOf('title')]!;
  const inProse = fields.files[segments.indexOf('prose')]!;
  return columns.bestElement.map((best, file) => best + title * inTitle[file]! + inProse[file]!);
}
