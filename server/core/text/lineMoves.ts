/**
 * Where lines of a file stand after it was changed. Leaves out telling what changed: that is the version control's.
 */

/** One place where two versions of a file differ. Lines count from 1; where a count is 0, its line is the one before. */
export interface Hunk {
  readonly before: LineRun;
  readonly after: LineRun;
}

export interface LineRun {
  readonly line: number;
  readonly count: number;
}

/** Lines from the first to the last, both included. */
export interface LineSpan {
  readonly from: number;
  readonly to: number;
}

/** What hunks wrote, as lines of the newer version: where lines were only taken out, the two that were beside them. */
export function writtenSpans(hunks: readonly Hunk[]): readonly LineSpan[] {
  return hunks.map(({ after: { line, count } }) =>
    count === 0 ? { from: Math.max(1, line), to: line + 1 } : { from: line, to: line + count - 1 },
  );
}

/**
 * Where the lines of `spans` stand after a later change, as its hunks tell it; those it wrote anew are gone. Both lists are
 * in order of lines, and so is the answer.
 */
export function movedSpans(spans: readonly LineSpan[], later: readonly Hunk[]): readonly LineSpan[] {
  const moved: LineSpan[] = [];
  let shift = 0;
  let at = 0;
  for (const { from, to } of spans) {
    let rest = from;
    while (at < later.length && endBefore(later[at]!) < rest) shift += growth(later[at++]!);
    // A hunk that also covers the next span is looked at again for it.
    let inside = at;
    let own = shift;
    while (inside < later.length && startBefore(later[inside]!) <= to) {
      const hunk = later[inside]!;
      if (rest < startBefore(hunk)) moved.push({ from: rest + own, to: startBefore(hunk) - 1 + own });
      rest = Math.max(rest, endBefore(hunk) + 1);
      own += growth(hunk);
      inside++;
    }
    if (rest <= to) moved.push({ from: rest + own, to: to + own });
  }
  return moved;
}

/** First line of the older version that a hunk replaces, or before which it puts something. */
function startBefore({ before: { line, count } }: Hunk): number {
  return count === 0 ? line + 1 : line;
}

/** Last line it replaces; the one before its start where it replaces none. */
function endBefore({ before: { line, count } }: Hunk): number {
  return count === 0 ? line : line + count - 1;
}

function growth({ before, after }: Hunk): number {
  return after.count - before.count;
}
