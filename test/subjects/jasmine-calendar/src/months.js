/** Months, from 1. */
import { isLeapYear } from './years.js';

const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

export function daysInMonth(year, month) {
  if (month < 1 || lengths.length < month) throw new RangeError(`There is no month ${month}`);
  return month === 2 && isLeapYear(year) ? 29 : lengths[month - 1];
}

export function nextMonth({ year, month }) {
  return month === 12 ? { year: year + 1, month: 1 } : { year, month: month + 1 };
}
