import fc from 'fast-check';
import { expect, test } from 'vitest';
import { identifiersOf, wordsOf } from '../../server/core/text/words.ts';

test.each([
  ['customer_rate', ['customer_rate', 'customer', 'rate']],
  ['HTTPServerError', ['httpservererror', 'http', 'server', 'error']],
  ['toSnake2Camel', ['tosnake2camel', 'to', 'snake2', 'camel']],
  ['rate', ['rate']],
  ['x + y', []],
  ['__init__', ['init']],
  ['größe_neu', ['größe_neu', 'größe', 'neu']],
])('%s', (text, words) => {
  expect(wordsOf(text)).toEqual(words);
});

test('every identifier of a text is found in it, and no text is too odd', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => identifiersOf(text).every((name) => text.includes(name))),
  );
});
