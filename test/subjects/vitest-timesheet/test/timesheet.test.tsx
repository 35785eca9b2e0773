import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { Timesheet } from '../src/Timesheet';

describe('a timesheet', () => {
  it('says that there is nothing', () => {
    expect(renderToStaticMarkup(<Timesheet entries={[]} />)).toBe('<p>Nothing yet</p>');
  });

  it('has a row for each shift', () => {
    const entries = [{ day: 'Monday', from: '8:00 am', to: '11:30 am' }];
    const html = renderToStaticMarkup(<Timesheet entries={entries} />);
    expect(html).toContain('<td>Monday</td><td>3:30</td>');
    expect(html).toContain('<caption>3:30 in all</caption>');
  });
});
