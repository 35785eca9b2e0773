import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { book } from '../src/booking.js';
import { PriceList } from '../src/prices.js';

describe('booking', () => {
  let prices;
  beforeEach(() => {
    prices = new PriceList().addSurcharge('saturday', 200);
  });

  it('adds up the seats', () => {
    assert.equal(book(['A1', 'C3'], { prices, day: 'monday' }).total, 2000);
  });

  it('costs more on Saturdays', () => {
    assert.equal(book(['F1'], { prices, day: 'saturday' }).total, 1500);
  });

  it('costs members less', () => {
    assert.equal(book(['A1'], { prices, day: 'monday', isMember: true }).total, 855);
  });

  it('a party of five gets a tenth off', () => {
    const { total } = book(['C1', 'C2', 'C3', 'C4', 'C5'], { prices, day: 'monday' });
    assert.equal(total, 4950);
  });

  it('a party of ten gets a fifth off', () => {
    const seats = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((number) => `C${number}`);
    assert.equal(book(seats, { prices, day: 'monday' }).total, 8800);
  });

  it('refuses a seat that is taken', () => {
    const taken = [{ row: 0, number: 1 }];
    assert.throws(() => book(['A1'], { prices, day: 'monday', taken }), /taken/);
  });
});
