/** What git remembers, as of a commit: a clone knows what came later, too, and an instance must not. */
import type { GitHistory } from '../../ports/git.ts';

/** As if `commit` were checked out. Releases that did not lead to it are left out, whatever their dates say. */
export function historyAt(history: GitHistory, commit: string): GitHistory {
  const revision = (named: string | undefined) => (named === undefined || named === 'HEAD' ? commit : named);
  return {
    tags: (root, at) => history.tags(root, revision(at)),
    changes: (root, from, to) => history.changes(root, revision(from), to === null ? commit : revision(to)),
    recentChanges: (root, files, limit, at) => history.recentChanges(root, files, limit, revision(at)),
  };
}
