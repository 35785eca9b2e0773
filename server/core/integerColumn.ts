/** Columns of integers that are no wider than what is in them. */

export type IntegerColumn = Int8Array | Int16Array | Int32Array;

/** A column of zeros, of the narrowest kind that holds every integer from `least` to `most`. */
function integerColumn(length: number, least: number, most: number): IntegerColumn {
  if (-0x80 <= least && most <= 0x7f) return new Int8Array(length);
  if (-0x8000 <= least && most <= 0x7fff) return new Int16Array(length);
  return new Int32Array(length);
}

/** The narrowest column of some integers: every `width`th of `rows`, from `offset` on. */
export function columnOf(rows: readonly number[], width = 1, offset = 0): IntegerColumn {
  let least = 0;
  let most = 0;
  for (let at = offset; at < rows.length; at += width) {
    const value = rows[at]!;
    if (value < least) least = value;
    else if (value > most) most = value;
  }
  const column = integerColumn(rows.length / width, least, most);
  for (let row = 0, at = offset; row < column.length; row++, at += width) column[row] = rows[at]!;
  return column;
}
