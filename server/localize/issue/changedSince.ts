/**
 * What was changed since a fault was not there, where its report names the releases and git has their tags: lines that the
 * failing release wrote and nothing has written over since.
 */
import { type LineSpan, movedSpans, writtenSpans } from '../../core/text/lineMoves.ts';
import type { GitHistory } from '../../ports/git.ts';
import type { ChangedSince } from './anchors/historyAnchors.ts';
import { regressionRange } from './regressionRange.ts';

/** `null` where the report names no release, or git tells nothing of it. */
export async function changedSince(git: GitHistory, root: string, report: string): Promise<ChangedSince | null> {
  const [tags, today] = await Promise.all([git.tags(root), git.committedAt(root, 'HEAD')]);
  if (tags === null || today === null) return null;
  // In a checkout of an old commit, releases that came later tell nothing of it.
  const known = tags.filter(({ seconds }) => seconds <= today).map(({ name }) => name);
  const range = regressionRange(report, known);
  if (range === null) return null;
  const { from, to } = range;
  const [then, later] = await Promise.all([git.changes(root, from, to), git.changes(root, to, null)]);
  if (then === null || later === null) return null;
  const hunksSince = new Map(later.map(({ file, hunks }) => [file, hunks]));
  const files = new Map<string, readonly LineSpan[]>();
  for (const { file, hunks } of then) {
    const lines = movedSpans(writtenSpans(hunks), hunksSince.get(file) ?? []);
    if (lines.length > 0) files.set(file, lines);
  }
  return { when: `between ${from} and ${to}`, files };
}
