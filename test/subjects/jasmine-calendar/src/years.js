/** Years of the Gregorian calendar. */
export function isLeapYear(year) {
  if (year % 100 === 0) {
    return false;
  }
  return year % 4 === 0;
}

export function daysInYear(year) {
  return isLeapYear(year) ? 366 : 365;
}
