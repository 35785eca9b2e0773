/** What assertion libraries say when they fail: observed | expected, each message as the library writes it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assertedValues } from '../../server/core/trace/assertedValues.ts';
import { unevenGrowth } from '../growth.ts';

const messages: readonly (readonly [library: string, message: string, observed: string, expected: string])[] = [
  ['pytest', 'assert 3 == 5\n +  where 3 = half(7)', '3', '5'],
  ['pytest with text', "AssertionError: assert 'a b' == 'a, b'\n  \n  - a, b\n  + a b", "'a b'", "'a, b'"],
  ['pytest, identity', 'assert None is 4', 'None', '4'],
  ['pytest, membership', "assert 'x' in ['y', 'z']", "['y', 'z']", "'x'"],
  [
    'pytest.raises',
    "Regex pattern did not match.\n Regex: 'too late'\n Input: 'too early'",
    "'too early'",
    "'too late'",
  ],
  ['unittest', '1 != 1.5', '1', '1.5'],
  ['unittest with a note', "'cat' != 'dog' : the animal", "'cat'", "'dog'"],
  ['unittest lists', 'Lists differ: [1, 2] != [1, 3]\n\nFirst differing element 1:\n2\n3', '[1, 2]', '[1, 3]'],
  ['unittest, almost', '1.25 != 1.5 within 7 places (0.25 difference)', '1.25', '1.5'],
  ['unittest, membership', "'x' not found in ['y']", "['y']", "'x'"],
  ['jest', 'expect(received).toBe(expected) // Object.is equality\n\nExpected: 5\nReceived: 3', '3', '5'],
  ['vitest', 'expected 3 to be 5 // Object.is equality', '3', '5'],
  ['chai', 'expected [ 1, 2 ] to deeply equal [ 1, 3 ]', '[ 1, 2 ]', '[ 1, 3 ]'],
  ['node:assert', 'Expected values to be strictly equal:\n\n3 !== 5\n', '3', '5'],
  ['JUnit 4', 'expected:<5> but was:<3>', '3', '5'],
  ['JUnit 5', 'expected: <[a, b]> but was: <[a]>', '[a]', '[a, b]'],
  ['Hamcrest', '\nExpected: is "dog"\n     but: was "cat"', '"cat"', '"dog"'],
  ['TestNG', 'expected [5] but found [3]', '3', '5'],
  ['AssertJ', '\nexpected: 5\n but was: 3', '3', '5'],
  ['Go', 'Half(7) = 3, want 5', '3', '5'],
  ['Go, words', 'got 3, want 5', '3', '5'],
  ['Go, the other way', 'want "a b"; got "a"', '"a"', '"a b"'],
  ['testify', '\n\tError:      \tNot equal: \n\t            \texpected: 5\n\t            \tactual  : 3\n', '3', '5'],
  ['Rust', 'assertion `left == right` failed\n  left: 3\n right: 5', '3', '5'],
  ['Rust before 1.73', 'assertion failed: `(left == right)`\n  left: `3`,\n right: `5`', '3', '5'],
  ['GoogleTest', 'Expected equality of these values:\n  half(7)\n    Which is: 3\n  5', '3', '5'],
];

test.each(messages)('%s', (_, message, observed, expected) => {
  expect(assertedValues(message)).toEqual({ observed, expected });
});

test.each(['', 'assert False', 'division by zero', "'name'", "'x' is not in list", 'assertion failed: is_ready()'])(
  '%j has no two',
  (message) => {
    expect(assertedValues(message)).toBeNull();
  },
);

test('any text at all is read, and long ones in time that grows with their length', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void assertedValues(text)));
  for (const part of ['expected ', 'assert x ', 'Expecting:\n', 'got ', 'expected: <', 'a = b ', '\n ', 'Which is: ']) {
    expect([part, unevenGrowth(2000, (times) => assertedValues(part.repeat(times)))]).toEqual([part, null]);
  }
});
