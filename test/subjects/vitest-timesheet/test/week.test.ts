import { beforeEach, describe, expect, it, test } from 'vitest';
import { asHours, minutesOf } from '../src/clock';
import { type Entry, totalOf, weekOf } from '../src/week';

describe('week', () => {
  let entries: Entry[];

  beforeEach(() => {
    entries = [{ day: 'Monday', from: '8:00 am', to: '11:30 am' }];
  });

  it('adds its shifts up', () => {
    entries.push({ day: 'Tuesday', from: '1:00 pm', to: '4:00 pm' });
    expect(totalOf(weekOf(entries))).toEqual({ worked: 390, overtime: 0 });
  });

  it('a shift that begins at noon', () => {
    entries.push({ day: 'Tuesday', from: '12:30 pm', to: '5:00 pm' });
    expect(totalOf(weekOf(entries)).worked).toBe(480);
  });

  describe('of too many hours', () => {
    it('has overtime', () => {
      const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'];
      const long = days.map((day) => ({ day, from: '7:00 am', to: '4:30 pm' }));
      expect(totalOf(weekOf(long)).overtime).toBe(5 * 60);
    });
  });
});

test.each([
  ['9:30 am', 570],
  ['12:15 am', 15],
  ['1:00 pm', 780],
])('%s is %i minutes after midnight', (time, minutes) => {
  expect(minutesOf(time)).toBe(minutes);
});

test('what is no time of day is refused', () => {
  expect(() => minutesOf('noon')).toThrow(SyntaxError);
});

test('minutes are shown as hours', () => {
  expect(asHours(125)).toBe('2:05');
});
