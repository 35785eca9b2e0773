/**
 * What changed lately among what ran: first what is not committed, then the newest commits. Leaves out what git was asked,
 * and how lines moved since.
 */
import type { CommitSummary, RecentChange } from '../../ports/git.ts';
import type { WatchedFailure } from '../watchedFailure.ts';
import { type EvidenceFindings, type Finding, noFunctions, type StatementKey } from './finding.ts';

/** The newest commit, beside what is not committed. */
const worthOfCommit = 0.2;
/** A commit this much older than the newest counts half as much. */
const daysToHalf = 30;
/** A change that wrote more of what ran tells nothing apart. */
const tellingShare = 0.5;
const secondsADay = 86_400;
const maxSubjectChars = 60;

export function historyEvidence({ candidates }: WatchedFailure, changes: readonly RecentChange[]): EvidenceFindings {
  // The newest by its place in history: a clock that was wrong once makes no other commit old.
  const newest = changes.find(({ commit }) => commit !== null)?.commit?.seconds ?? 0;
  const byFile = new Map<string, RecentChange[]>();
  for (const change of changes) byFile.set(change.file, [...(byFile.get(change.file) ?? []), change]);
  const touched = candidates.flatMap(({ key, span }) => {
    const change = byFile
      .get(span.file)
      ?.find(({ lines }) => lines.some(({ from, to }) => from <= span.endLine && span.line <= to));
    return change === undefined ? [] : [{ key, span, commit: change.commit }];
  });
  const nOf = new Map<string | null, number>();
  for (const { commit } of touched) nOf.set(commit?.hash ?? null, (nOf.get(commit?.hash ?? null) ?? 0) + 1);
  const statements = new Map<StatementKey, Finding>();
  for (const { key, span, commit } of touched) {
    if (tellingShare * candidates.length < (nOf.get(commit?.hash ?? null) ?? 0)) continue;
    const { file, line } = span;
    const message = sentence(commit);
    statements.set(key, { score: worth(commit, newest), message, path: () => [{ file, line, message }] });
  }
  return { source: 'history', kind: 'history', statements, functions: noFunctions };
}

function worth(commit: CommitSummary | null, newest: number): number {
  if (commit === null) return 1;
  return worthOfCommit / (1 + Math.max(0, newest - commit.seconds) / secondsADay / daysToHalf);
}

function sentence(commit: CommitSummary | null): string {
  if (commit === null) return 'Changed and not committed';
  const { hash, seconds, subject } = commit;
  const date = new Date(seconds * 1000);
  // Git passes on whatever a commit has for a date.
  const day = Number.isNaN(date.getTime()) ? '' : ` on ${date.toISOString().slice(0, 10)}`;
  const short = subject.length <= maxSubjectChars ? subject : `${subject.slice(0, maxSubjectChars - 1)}…`;
  return `Last changed by ${hash.slice(0, 8)}${day}: ${short}`;
}
