/**
 * From a bug report alone to a ranking: nothing is run. Leaves out reading the report from anywhere and reading the
 * repository.
 */
import type { CodeSnapshot } from '../../analysis/codeSnapshot.ts';
import type { Localization } from '../../protocol/localization.ts';
import type { EvidenceSource } from '../evidence/finding.ts';
import { unranked } from '../unranked.ts';

export interface IssueRequest {
  readonly repository: string;
  /** The report as it was written: its title is the first line. */
  readonly text: string;
  /** At most this many entries in each list of the answer. */
  readonly top: number;
  /** Sources of evidence that are to have no say: an ablation. */
  readonly without: readonly EvidenceSource[];
}

export function localizeIssue(snapshot: CodeSnapshot, { repository, text, top }: IssueRequest): Localization {
  const found = snapshot.search(text, 20 * top).filter(({ element }) => !snapshot.isTestFile(element.file));
  const files = new Map<string, number>();
  for (const { element, score } of found) if (!files.has(element.file)) files.set(element.file, score);
  const functions = found.filter(({ element }) => element.kind === 'function');
  return {
    ...unranked({ repository, tests: [], runner: 'none' }, 'issue-only', 0),
    files: [...files].slice(0, top).map(([file, score], index) => ({ rank: index + 1, file, score })),
    functions: functions.slice(0, top).map(({ element: { file, id, line, endLine }, score }, index) => {
      return { rank: index + 1, file, element: id, line, endLine, score };
    }),
  };
}
