/** Whatever is packed comes back the same, and columns come back as columns. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pack, unpack } from '../../server/indexing/pack.ts';

const leaf = fc.oneof(
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.string({ unit: 'grapheme-composite', maxLength: 4 }),
);
const column = fc.oneof(
  fc.array(fc.nat(255)).map((list) => Uint8Array.from(list)),
  fc.array(fc.integer()).map((list) => Int32Array.from(list)),
  fc.array(fc.nat()).map((list) => Uint32Array.from(list)),
);
const rows = fc.array(
  fc.record({
    number: fc.integer(),
    text: fc.option(fc.string({ maxLength: 5 })),
    flags: fc.array(fc.boolean(), { maxLength: 3 }),
    inner: fc.array(fc.record({ a: fc.nat(), b: fc.string({ maxLength: 3 }) }), { maxLength: 3 }),
    any: leaf,
  }),
);
const value = fc.record({ leaf, list: fc.array(leaf), column, rows, nested: fc.record({ rows, column }) });

test('a value comes back as it was', () => {
  fc.assert(
    fc.property(value, (given) => {
      expect(unpack(pack(given))).toEqual(given);
    }),
    { numRuns: 500, seed: 11 },
  );
});

test('columns are views of the bytes', () => {
  const bytes = pack({ column: Int32Array.of(1, 2, 3) });
  const { column: read } = unpack(bytes) as { column: Int32Array };
  expect(read.buffer).toBe(bytes.buffer);
});

test('what has no form is refused', () => {
  expect(() => pack({ half: 0.5 })).toThrow('Cannot pack 0.5');
  expect(() => pack(new Float64Array(1))).toThrow('Cannot pack this kind of column');
});
