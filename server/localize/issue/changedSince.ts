/**
 * What was changed since a fault was not there, where its report names the releases and git has their tags: lines that the
 * failing release wrote and nothing has written over since.
 */
import { type LineSpan, movedSpans, writtenSpans } from '../../core/text/lineMoves.ts';
import type { GitHistory } from '../../ports/git.ts';
import type { ChangedSince } from './anchors/historyAnchors.ts';
import { regressionRange, releasesNamed } from './regressionRange.ts';

/** `null` where the report names no release, of which git is not even asked, or where git tells nothing of it. */
export async function changedSince(git: GitHistory, root: string, report: string): Promise<ChangedSince | null> {
  const versions = releasesNamed(report);
  if (!versions.some(({ role }) => role === 'fails')) return null;
  const tags = await git.tags(root);
  const range =
    tags === null
      ? null
      : regressionRange(
          versions,
          tags.map(({ name }) => name),
        );
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
