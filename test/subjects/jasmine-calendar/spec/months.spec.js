import { daysInMonth, nextMonth } from '../src/months.js';
import { daysInYear } from '../src/years.js';

describe('months', () => {
  for (const [month, days] of [
    [1, 31],
    [2, 28],
    [4, 30],
  ]) {
    it(`number ${month} has ${days} days`, () => expect(daysInMonth(2023, month)).toBe(days));
  }

  it('are twelve', () => {
    expect(() => daysInMonth(2023, 13)).toThrowError(RangeError);
  });

  it('follow one another', () => {
    expect(nextMonth({ year: 2023, month: 12 })).toEqual({ year: 2024, month: 1 });
  });

  it('make a year', () => {
    expect(daysInYear(2023)).toBe(365);
  });
});
