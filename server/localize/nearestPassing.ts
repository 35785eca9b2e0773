/**
 * The passing test that is most like a failing one: the one that went through most of the same statements (Renieris, Reiss,
 * "Fault Localization With Nearest Neighbor Queries", 2003, with Jaccard's distance for theirs).
 */
import type { StatementHits, WatchedTest } from '../ports/testRunner.ts';

/** `null` where none of `passing` went through anything the failing one did. Ties go to the first. */
export function nearestPassing(failing: StatementHits, passing: readonly WatchedTest[]): WatchedTest | null {
  let best: WatchedTest | null = null;
  let bestLikeness = 0;
  for (const test of passing) {
    const likeness = test.hits === null ? 0 : jaccard(failing, test.hits);
    if (likeness <= bestLikeness) continue;
    best = test;
    bestLikeness = likeness;
  }
  return best;
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
