/**
 * What every source of evidence gives: findings about statements or about whole functions, each a score between 0 and
 * 1, a sentence, and a path of places to look at. Weighing them against each other is `fuse`'s.
 */
import type { ElementId, Line } from '../../core/ids.ts';
import type { EvidenceKind, EvidenceStep } from '../../protocol/localization.ts';

export interface Finding {
  readonly score: number;
  readonly message: string;
  /** Worked out only for what is shown. */
  readonly path: () => readonly EvidenceStep[];
}

export type StatementKey = string & { readonly __statementKey: never };

/** Names a statement of the repository: its file and first line. */
export function statementKey(file: string, line: Line): StatementKey {
  return `${file}:${line}` as StatementKey;
}

export interface EvidenceFindings {
  /** Which weight applies; several sources may share a kind. */
  readonly source: EvidenceSource;
  readonly kind: EvidenceKind;
  readonly statements: ReadonlyMap<StatementKey, Finding>;
  /** A function's finding counts for each of its statements. */
  readonly functions: ReadonlyMap<ElementId, Finding>;
  /** A file's finding counts for all in it. */
  readonly files?: ReadonlyMap<string, Finding>;
}

/** Every source there is, by the name it has in weights, ablations and reports. */
export const evidenceSources = [
  'spectrum',
  'frame',
  'slice',
  'testText',
  'mention',
  'difference',
  'value',
  'predicate',
  'mutation',
  'assertion',
  'sibling',
  'history',
  'issue',
] as const;
export type EvidenceSource = (typeof evidenceSources)[number];

export const noStatements: ReadonlyMap<StatementKey, Finding> = new Map();
export const noFunctions: ReadonlyMap<ElementId, Finding> = new Map();
