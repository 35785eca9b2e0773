/** What a value is by its text, as watchers of several languages print it. */
import { expect, test } from 'vitest';
import { type PrintedValue, readPrinted } from '../../server/core/trace/printedValue.ts';

const texts: Readonly<Record<Exclude<PrintedValue['kind'], 'number' | 'boolean'>, readonly string[]>> = {
  nothing: ['None', 'null', 'undefined', 'nil', 'nullptr'],
  notANumber: ['nan', 'NaN'],
  empty: ["''", '""', '[]', '{}', 'set()', "b''", 'map[]', 'deque([])', 'OrderedDict()', '[]string{}'],
  text: ["'a'", '"-1"', "b'12'", "u'x'", '`y`'],
  other: ['[1, 2]', '{a: 1}', '<function f>', 'Point(x=1)', 'ann', '12 apples', "['']"],
};

test.each(Object.entries(texts))('%s', (kind, printed) => {
  expect(printed.map((text) => [text, readPrinted(text).kind])).toEqual(printed.map((text) => [text, kind]));
});

test('numbers, as far as they can be compared', () => {
  const numbers = [
    '-1',
    '12',
    '0.5',
    '1e-7',
    '1_000',
    '12n',
    '7i32',
    '2.5f',
    'inf',
    '-Infinity',
    "Decimal('9.5')",
    'np.float64(2.0)',
  ];
  const read = numbers.map(readPrinted).map((it) => (it.kind === 'number' ? it.number : it.kind));
  expect(read).toEqual([-1, 12, 0.5, 1e-7, 1000, 12, 7, 2.5, Infinity, -Infinity, 9.5, 2]);
  expect(['True', 'false'].map(readPrinted)).toEqual([
    { kind: 'boolean', isTrue: true },
    { kind: 'boolean', isTrue: false },
  ]);
});
