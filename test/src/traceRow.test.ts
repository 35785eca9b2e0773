import { expect, test } from 'vitest';
import { lastRowOf } from '../../src/convert/traceRow.ts';

const lines = [
  'TRACE t',
  'E: x  a.py:3',
  '',
  'Calls',
  '  f()  a.py:1',
  '    2 ×3  x',
  '    3  y',
  '    2  x',
  '',
  'Why',
  '  a.py:3  y',
];
const link = (row: number, line: number, file = 'a.py') => ({ row, start: 0, end: 1, file, line });
const page = { lines, links: [link(1, 3), link(4, 1), link(5, 2), link(6, 3), link(7, 2), link(10, 3), link(10, 9)] };

test.each([
  ['the last of several', { file: 'a.py', line: 2 }, 7],
  ['in the calls rather than before or behind them', { file: 'a.py', line: 3 }, 6],
  ['any line of a statement', { file: 'a.py', line: 3, endLine: 5 }, 6],
  ['only named elsewhere', { file: 'a.py', line: 9 }, 10],
  ['another file', { file: 'b.py', line: 2 }, null],
])('%s', (_what, place, row) => {
  expect(lastRowOf(page, place)).toBe(row);
});
