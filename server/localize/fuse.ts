/**
 * Evidence of all sources into one ranking of statements, functions and files. Leaves out gathering evidence, turning it
 * into numbers (`failureTables`) and saying what the ranking is worth (`verdict`). Ties are broken by place, so that two
 * runs print the same bytes.
 */
import type { ProgramElement, StatementSpan } from '../analysis/repositorySnapshot.ts';
import type { ElementId } from '../core/ids.ts';
import { calibrated } from '../core/ranking/calibration.ts';
import type { FeatureTable } from '../core/ranking/featureTable.ts';
import { highestScore, type LinearModel, scoresOf, sharesOf } from '../core/ranking/linearModel.ts';
import type { Evidence, RankedFile, RankedFunction, RankedLocation } from '../protocol/localization.ts';
import type { EvidenceFindings } from './evidence/finding.ts';
import { type FailureTables, type Found, failureTables, findingsOf } from './failureTables.ts';
import type { Candidate, WatchedFailure } from './watchedFailure.ts';
import { reportedTestWeights, testWeights } from './weights.ts';

export interface Ranking {
  readonly files: readonly RankedFile[];
  readonly functions: readonly RankedFunction[];
  readonly locations: readonly RankedLocation[];
  /** Probability that the first function is at fault; 0 where there is none. */
  readonly confidence: number;
  /** What was weighed. */
  readonly tables: FailureTables;
}

const digits = 4;

export function fuse(failure: WatchedFailure, evidence: readonly EvidenceFindings[], top: number): Ranking {
  const { candidates } = failure;
  const weights = evidence.some(({ source }) => source === 'issue') ? reportedTestWeights : testWeights;
  const found = candidates.map((candidate) => findingsOf(candidate, evidence));
  const tables = failureTables(candidates, found, weights);
  const statements = ranked(tables.statements, weights.statements, (row) => candidates[row]!.span);
  const bestStatements = new Map(statements.toReversed().map(({ place }) => [place.element as string, place]));
  const functions = ranked(tables.functions, weights.functions, (_, element) =>
    placeOf(failure, bestStatements.get(element)),
  );
  const files = ranked(tables.files, weights.files, (_, file) => ({ file, line: 1 }));
  return {
    files: files.slice(0, top).map(({ name, score }, index) => ({ rank: index + 1, file: name, score: round(score) })),
    functions: functions
      .filter(({ place }) => place.isFunction)
      .slice(0, top)
      .map(({ name, score, place: { file, line, endLine } }, index) => {
        return { rank: index + 1, file, element: name, line, endLine, score: round(score) };
      }),
    locations: statements
      .slice(0, top)
      .map((scored, index) => rankedLocation(candidates[scored.row]!, found[scored.row]!, scored, index + 1, weights)),
    confidence: round(calibrated(functions[0]?.share ?? 0, weights.certainty.functions)),
    tables,
  };
}

interface Place {
  readonly file: string;
  readonly line: number;
}

interface Ranked<P extends Place> {
  readonly row: number;
  readonly name: string;
  readonly place: P;
  /** Out of 1, which a candidate has for which every source speaks as loud as it can. */
  readonly score: number;
  /** Of all candidates' odds. */
  readonly share: number;
}

/** Those for which anything speaks, best first. */
function ranked<P extends Place>(
  table: FeatureTable,
  model: LinearModel,
  placeAt: (row: number, name: string) => P | null,
): readonly Ranked<P>[] {
  const scores = scoresOf(table, model);
  const shares = sharesOf(scores);
  const most = highestScore(model);
  return table.candidates
    .flatMap((name, row) => {
      const place = scores[row]! > 0 ? placeAt(row, name) : null;
      return place === null ? [] : [{ row, name, place, score: scores[row]! / most, share: shares[row]! }];
    })
    .sort((a, b) => b.score - a.score || byPlace(a.place, b.place));
}

interface FunctionPlace extends Place {
  /** Module-level code and class bodies are scored like functions, but are not listed among them. */
  readonly isFunction: boolean;
  readonly endLine: number;
}

/** Of the definition that holds a statement: of two with one name, the one whose statement is most suspicious. */
function placeOf({ snapshot }: WatchedFailure, best: StatementSpan | undefined): FunctionPlace | null {
  if (best === undefined) return null;
  const { file, line, endLine, element } = best;
  const definition = definitionOf(snapshot.elementsOf(file), element, line);
  const { line: first, endLine: last } = definition ?? { line, endLine };
  return { file, line: first, endLine: last, isFunction: definition?.kind === 'function' };
}

function definitionOf(elements: readonly ProgramElement[], wanted: ElementId, at: number): ProgramElement | undefined {
  return elements.find(({ id, line, endLine }) => id === wanted && line <= at && at <= endLine);
}

function rankedLocation(
  { span: { file, line, endLine }, element }: Candidate,
  found: readonly Found[],
  { score, share }: Ranked<Place>,
  rank: number,
  { statements: model, certainty }: typeof testWeights,
): RankedLocation {
  const evidence: readonly Evidence[] = [...found]
    .sort(([a, x], [b, y]) => (model[b.source] ?? 0) * y.score - (model[a.source] ?? 0) * x.score)
    .map(([{ kind }, finding]) => {
      return { kind, score: round(finding.score), message: finding.message, path: finding.path() };
    });
  const probability = round(calibrated(share, certainty.statements));
  return { rank, file, line, endLine, element, suspiciousness: round(score), probability, evidence };
}

function byPlace(a: Place, b: Place): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line;
}

function round(value: number): number {
  return Number(value.toFixed(digits));
}
