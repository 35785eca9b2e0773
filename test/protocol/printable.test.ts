import fc from 'fast-check';
import { expect, test } from 'vitest';
import { printable } from '../../server/protocol/printable.ts';

test.each([
  ['plain text, größe, 名前', 'plain text, größe, 名前'],
  ['\u001b]0;title\u0007', '\\x1b]0;title\\x07'],
  ['user\u202Etxt.py', 'user\\u202etxt.py'],
  ['two\nlines\tand a tab\r', 'two\nlines\tand a tab\\x0d'],
])('%j', (text, shown) => {
  expect(printable(text)).toBe(shown);
});

test('nothing that steers a terminal is left, and doing it twice changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const shown = printable(text);
      expect(/[\p{Cc}\p{Cf}]/u.test(shown.replace(/[\n\t]/g, ''))).toBe(false);
      expect(printable(shown)).toBe(shown);
    }),
  );
});
