/** What git remembers, as of a commit: a clone knows what came later, too, and an instance must not. */
import type { GitHistory } from '../../ports/git.ts';

/** As if `commit` were checked out. Releases made after it are left out. */
export function historyAt(history: GitHistory, commit: string): GitHistory {
  const revision = (named: string) => (named === 'HEAD' ? commit : named);
  return {
    async tags(root) {
      const [tags, now] = await Promise.all([history.tags(root), history.committedAt(root, commit)]);
      return tags === null || now === null ? null : tags.filter(({ seconds }) => seconds <= now);
    },
    committedAt: (root, named) => history.committedAt(root, revision(named)),
    changes: (root, from, to) => history.changes(root, revision(from), to === null ? commit : revision(to)),
    recentChanges: (root, files, limit, at) => history.recentChanges(root, files, limit, revision(at ?? 'HEAD')),
  };
}
