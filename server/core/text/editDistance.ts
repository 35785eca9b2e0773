/**
 * Levenshtein distance where it is at most `limit`, else `limit + 1`: only a band of the table is filled
 * (E. Ukkonen, "Algorithms for Approximate String Matching", Information and Control 64, 1985).
 */
export function boundedEditDistance(left: string, right: string, limit: number): number {
  if (Math.abs(left.length - right.length) > limit) return limit + 1;
  let above = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let row = 1; row <= left.length; row++) {
    const current = new Array<number>(right.length + 1).fill(limit + 1);
    if (row <= limit) current[0] = row;
    let best = current[0]!;
    const last = Math.min(right.length, row + limit);
    for (let column = Math.max(1, row - limit); column <= last; column++) {
      const replaced = above[column - 1]! + (left[row - 1] === right[column - 1] ? 0 : 1);
      current[column] = Math.min(replaced, above[column]! + 1, current[column - 1]! + 1);
      best = Math.min(best, current[column]!);
    }
    if (best > limit) return limit + 1;
    above = current;
  }
  return Math.min(above[right.length]!, limit + 1);
}
