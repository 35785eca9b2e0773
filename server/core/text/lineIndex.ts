/** Offsets of line starts, to tell the line of an offset. Lines end at `\n`, as the parser counts them. */
import { type Line, lineOfRow } from '../ids.ts';

export type LineIndex = Uint32Array;

export function indexLines(text: string): LineIndex {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return new Uint32Array(starts);
}

/** The line that holds an offset, by bisection. */
export function lineAt(index: LineIndex, offset: number): Line {
  let low = 0;
  let high = index.length;
  while (low + 1 < high) {
    const middle = (low + high) >> 1;
    if (index[middle]! <= offset) low = middle;
    else high = middle;
  }
  return lineOfRow(low);
}

/** Lines of a text as people count them: a last empty one does not count. */
export function linesIn(index: LineIndex, text: string): number {
  return index.at(-1) === text.length ? index.length - 1 : index.length;
}
