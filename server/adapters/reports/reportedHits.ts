/** Reports of one run as the hits of the test it ran: only files of the repository, several reports added up. */
import type { Line } from '../../core/ids.ts';
import type { BranchHit, BranchHits, StatementHits } from '../../ports/testRunner.ts';
import type { CoverageReport } from './coverageReport.ts';
import type { RepositoryPaths } from './repositoryPaths.ts';

export interface ReportedHits {
  readonly hits: StatementHits;
  readonly branches: BranchHits;
}

export function reportedHits(reports: readonly CoverageReport[], paths: RepositoryPaths): ReportedHits {
  const hits = new Map<string, Set<Line>>();
  const branches = new Map<string, Map<string, BranchHit>>();
  for (const { sources, files } of reports) {
    for (const reported of files) {
      const file = paths.fileOf(reported.path, sources);
      if (file === null) continue;
      const lines = hits.get(file) ?? new Set();
      hits.set(file, lines);
      for (const line of reported.hits) lines.add(line);
      const taken = branches.get(file) ?? new Map<string, BranchHit>();
      branches.set(file, taken);
      for (const branch of reported.branches) taken.set(`${branch.line} ${branch.index}`, branch);
    }
  }
  const inOrder = <Item>(found: Iterable<readonly [string, readonly Item[]]>) =>
    new Map([...found].filter(([, items]) => items.length !== 0).sort(([a], [b]) => (a < b ? -1 : 1)));
  return {
    hits: inOrder([...hits].map(([file, lines]) => [file, [...lines].sort((a, b) => a - b)] as const)),
    branches: inOrder(
      [...branches].map(
        ([file, taken]) => [file, [...taken.values()].sort((a, b) => a.line - b.line || a.index - b.index)] as const,
      ),
    ),
  };
}
