/**
 * The passing tests that are most like a failing one: those that went through most of the same statements (Renieris, Reiss,
 * "Fault Localization With Nearest Neighbor Queries", 2003, with Jaccard's distance for theirs).
 */
import type { StatementHits, WatchedTest } from '../ports/testRunner.ts';

/** At most `count`, the nearest first; none that went through nothing the failing one did. Ties go to the first. */
export function nearestPassing(
  failing: StatementHits,
  passing: readonly WatchedTest[],
  count: number,
): readonly WatchedTest[] {
  return passing
    .map((test) => ({ test, likeness: test.hits === null ? 0 : jaccard(failing, test.hits) }))
    .filter(({ likeness }) => 0 < likeness)
    .sort((a, b) => b.likeness - a.likeness)
    .slice(0, count)
    .map(({ test }) => test);
}

/** How many of the statements either went through both did, from 0 to 1. */
function jaccard(one: StatementHits, other: StatementHits): number {
  let shared = 0;
  let all = 0;
  for (const file of new Set([...one.keys(), ...other.keys()])) {
    const lines = new Set(one.get(file));
    const others = new Set(other.get(file));
    const both = [...lines].filter((line) => others.has(line)).length;
    shared += both;
    all += lines.size + others.size - both;
  }
  return all === 0 ? 0 : shared / all;
}
