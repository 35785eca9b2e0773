import { isOpen, openDayFrom } from '../src/calendar';
import { Desk } from '../src/desk';

describe('lending', () => {
  let desk: Desk;

  beforeEach(() => {
    desk = new Desk();
  });

  it('a book that is back in time costs nothing', () => {
    desk.lend('Emma', 'Ann', 'novel', 0);
    expect(desk.takeBack('Emma', 14)).toBe(0);
  });

  it('a book that is late costs by the day', () => {
    desk.lend('Emma', 'Ann', 'novel', 1);
    expect(desk.takeBack('Emma', 18)).toBe(60);
    expect(desk.debtOf('Ann')).toBe(60);
  });

  it('a book lent over a weekend', () => {
    desk.lend('Stern', 'Ben', 'magazine', 0);
    const fine = desk.takeBack('Stern', 7);
    expect({ fine, debt: desk.debtOf('Ben') }).toEqual({ fine: 0, debt: 0 });
  });

  describe('more than there is', () => {
    it('is refused', () => {
      desk.lend('Emma', 'Ann', 'novel', 0);
      expect(() => desk.lend('Emma', 'Ben', 'novel', 0)).toThrow('lent already');
    });

    it('cannot come back', () => {
      expect(() => desk.takeBack('Emma', 0)).toThrow(/was not lent/);
    });
  });
});

describe.each([0, 7])('the week from day %i', (monday) => {
  test('ends with two closed days', () => {
    expect([4, 5, 6].map((day) => isOpen(monday + day))).toEqual([true, false, false]);
  });

  test.each([
    [1, 1],
    [4, 4],
  ])('day %i is open from %i', (day, open) => {
    expect(openDayFrom(monday + day)).toBe(monday + open);
  });
});
