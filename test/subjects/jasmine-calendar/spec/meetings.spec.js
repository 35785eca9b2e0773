import { list, Meeting } from '../src/meetings.js';

describe('meetings', () => {
  let last;
  beforeEach(() => {
    last = new Meeting('closing', 'last');
  });

  it('on a day of every month', () => {
    expect(list(new Meeting('board', 5), { year: 2023, month: 11 }, 3)).toEqual(['2023-11-05', '2023-12-05', '2024-01-05']);
  });

  it('on the last of the month', () => {
    expect(list(last, { year: 2023, month: 1 }, 3)).toEqual(['2023-01-31', '2023-02-28', '2023-03-31']);
  });

  describe('on the last of February', () => {
    it('come on the 29th in 2024', () => {
      expect(list(last, { year: 2024, month: 2 }, 1)).toEqual(['2024-02-29']);
    });

    it('come on the 28th in 1900', () => {
      expect(list(last, { year: 1900, month: 2 }, 1)).toEqual(['1900-02-28']);
    });

    it('come on the 29th in 2000', async () => {
      await Promise.resolve();
      expect(list(last, { year: 2000, month: 2 }, 1)).toEqual(['2000-02-29']);
    });
  });
});
