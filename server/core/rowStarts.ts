/** Where the rows of each group begin, to go through those of one group alone. */

/** For rows of groups below `nGroups`: once sorted, those of `g` are `starts[g]` up to `starts[g + 1]`. */
export function rowStarts(groups: Iterable<number>, nGroups: number): Int32Array<ArrayBuffer> {
  const starts = new Int32Array(nGroups + 1);
  for (const group of groups) starts[group + 1]!++;
  for (let group = 0; group < nGroups; group++) starts[group + 1]! += starts[group]!;
  return starts;
}
