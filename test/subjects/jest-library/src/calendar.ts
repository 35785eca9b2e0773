/** Days as numbers; day 0 is a Monday. */

export type Day = number;

const closedWeekdays = new Set([5, 6]);

export function isOpen(day: Day): boolean {
  return !closedWeekdays.has(day % 7);
}

/** The day itself if the library is open, else the next on which it is. */
export function openDayFrom(day: Day): Day {
  let open = day;
  if (!isOpen(open)) {
    open += 1;
  }
  return open;
}

export function daysLate(due: Day, returned: Day): number {
  return Math.max(0, returned - due);
}
