/** Meetings that come again every month. */
import { daysInMonth, nextMonth } from './months.js';

const pad = (number) => String(number).padStart(2, '0');

export class Meeting {
  constructor(title, day) {
    this.title = title;
    this.day = day;
  }

  dayIn(year, month) {
    const last = daysInMonth(year, month);
    return this.day === 'last' ? last : Math.min(this.day, last);
  }

  *from(start) {
    let at = start;
    for (;;) {
      yield `${at.year}-${pad(at.month)}-${pad(this.dayIn(at.year, at.month))}`;
      at = nextMonth(at);
    }
  }
}

export function list(meeting, start, count) {
  const found = [];
  for (const date of meeting.from(start)) {
    found.push(date);
    if (found.length === count) break;
  }
  return found;
}
