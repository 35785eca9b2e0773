import { expect, test } from 'vitest';
import { shifted } from '../../src/decorations/lineShift.ts';

const mark = { startRow: 10, endRow: 11 };
const edit = (startRow: number, startCharacter: number, endRow: number, text: string) => ({
  startRow,
  startCharacter,
  endRow,
  text,
});

test.each([
  ['below: stays', edit(12, 0, 12, 'x'), mark],
  ['on the first line: gone', edit(10, 4, 10, 'x'), null],
  ['on the last line: gone', edit(11, 4, 11, ''), null],
  ['over everything: gone', edit(0, 0, 40, ''), null],
  ['a line more above', edit(3, 2, 3, '\n    '), { startRow: 11, endRow: 12 }],
  ['two lines less above', edit(3, 0, 5, ''), { startRow: 8, endRow: 9 }],
  ['words above', edit(3, 0, 3, 'pass'), mark],
  ['a whole line put before the first', edit(10, 0, 10, 'x = 1\n'), { startRow: 11, endRow: 12 }],
  ['the first line joined to the one above: gone', edit(9, 3, 10, ''), null],
])('%s', (_name, change, expected) => {
  expect(shifted(mark, change)).toEqual(expected);
});
