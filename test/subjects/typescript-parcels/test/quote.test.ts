import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Parcel } from '../src/parcel.ts';
import { quote } from '../src/quote.ts';
import { ExpressTariff, Tariff, TooHeavy } from '../src/tariff.ts';

const cube = { width: 10, height: 10, depth: 10 };

describe('quotes', () => {
  it('a small parcel pays the lowest price', () => {
    const { total } = quote([new Parcel(1, cube)], new Tariff());
    assert.equal(total, 5);
  });

  it('a flat parcel pays for its volume', () => {
    const flat = new Parcel(1, { width: 60, height: 5, depth: 80 });
    const { total } = quote([flat], new Tariff());
    assert.equal(total, 9);
  });

  it('islands cost more', () => {
    const { total } = quote([new Parcel(1, cube, 'island')], new Tariff());
    assert.equal(total, 9);
  });

  it('three parcels get a discount', () => {
    const parcel = new Parcel(1, cube);
    const { count, total } = quote([parcel, parcel, parcel], new ExpressTariff());
    assert.deepEqual([count, total], [3, 27]);
  });

  it('nobody carries what is too heavy', () => {
    assert.throws(() => quote([new Parcel(31, cube)], new Tariff()), TooHeavy);
  });
});
