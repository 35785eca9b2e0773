/**
 * What the evidence says of each statement, function and file, as numbers to be weighed: one column a source. A statement
 * has what was found of itself, else of its function, else of its file; a function or file the best its statements have of
 * each source, and as `best` the highest score of one of them: evidence that meets in one statement says more than
 * evidence strewn over a function. Module-level code and class bodies count as functions do.
 */

import type { ElementId } from '../core/ids.ts';
import { type FeatureTable, featureTable } from '../core/ranking/featureTable.ts';
import { tableOfWholes } from '../core/ranking/wholes.ts';
import { type EvidenceFindings, evidenceSources, type Finding } from './evidence/finding.ts';
import type { Candidate } from './watchedFailure.ts';
import { statementPrior, testWeights } from './weights.ts';

export interface FailureTables {
  readonly statements: FeatureTable;
  /** The element of each statement. */
  readonly elements: readonly ElementId[];
  readonly functions: FeatureTable;
  readonly files: FeatureTable;
}

export type Found = readonly [EvidenceFindings, Finding];

/** What each candidate has: of itself, else of its function, else of its file. */
export function findingsOf({ key, element, span }: Candidate, evidence: readonly EvidenceFindings[]): readonly Found[] {
  return evidence.flatMap((source) => {
    const finding = source.statements.get(key) ?? source.functions.get(element) ?? source.files?.get(span.file);
    return finding === undefined ? [] : ([[source, finding]] as const);
  });
}

/** `found` holds the findings of each candidate. */
export function failureTables(
  candidates: readonly Candidate[],
  found: readonly (readonly Found[])[],
  weights: typeof testWeights = testWeights,
): FailureTables {
  const columns = new Map(evidenceSources.map((source, column) => [source, column]));
  const rows = found.map((findings, at) => {
    const row = new Float64Array(evidenceSources.length);
    const prior = statementPrior[candidates[at]!.span.kind];
    for (const [{ source }, { score }] of findings) {
      const column = columns.get(source)!;
      row[column] = Math.max(row[column]!, score * prior);
    }
    return row;
  });
  const statements = featureTable(
    evidenceSources,
    candidates.map(({ key }) => key),
    (row, column) => rows[row]![column]!,
  );
  const elements = candidates.map(({ element }) => element);
  const functions = tableOfWholes(statements, weights.statements, elements);
  const files = tableOfWholes(functions, weights.functions, functions.candidates.map(fileOf));
  return { statements, elements, functions, files };
}

/** The file of an element, by its id. */
function fileOf(element: string): string {
  return element.split('::')[0]!;
}
