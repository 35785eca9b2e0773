/**
 * Which sources of evidence a report has, for leaving them out. Its words are no source among them: without them there is
 * nothing to rank by.
 */
import type { EvidenceKind } from '../../protocol/localization.ts';
import { type EvidenceSource, evidenceSources } from '../evidence/finding.ts';

const kindOf: Readonly<Partial<Record<EvidenceSource, EvidenceKind>>> = {
  frame: 'frame',
  mention: 'text',
  slice: 'slice',
  history: 'history',
};

export const reportSources = evidenceSources.filter((source) => kindOf[source] !== undefined);

/** Kinds of clues that are to have no say. */
export function mutedBy(without: readonly EvidenceSource[]): ReadonlySet<EvidenceKind> {
  return new Set(without.flatMap((source) => kindOf[source] ?? []));
}

/** Sources that were to be left out and that no report has. */
export function notOfReports(without: readonly EvidenceSource[]): readonly EvidenceSource[] {
  return without.filter((source) => !reportSources.includes(source));
}
