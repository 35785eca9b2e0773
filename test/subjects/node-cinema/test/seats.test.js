import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { neighbours, parseSeat } from '../src/seats.js';

describe('seats', () => {
  for (const [label, row, number] of [['A1', 0, 1], ['c14', 2, 14], [' H16 ', 7, 16]]) {
    test(`"${label}" is row ${row}, number ${number}`, () => {
      assert.deepEqual(parseSeat(label), { row, number });
    });
  }

  test('what is no seat', async (t) => {
    for (const label of ['', '12', 'AA']) {
      await t.test(`"${label}"`, () => assert.throws(() => parseSeat(label), RangeError));
    }
  });

  test('a seat at the wall has one neighbour', () => {
    assert.deepEqual(neighbours({ row: 0, number: 16 }), [{ row: 0, number: 15 }]);
  });
});
