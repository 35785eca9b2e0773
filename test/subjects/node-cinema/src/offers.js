/** What is taken off a booking. */
const largeGroup = 10;
const group = 5;

export function groupRate(size) {
  if (size >= largeGroup) return 0.2;
  if (size >= group) {
    return size / 100;
  }
  return 0;
}

export const memberRate = (isMember) => (isMember ? 0.05 : 0);

export function bestRate(size, isMember) {
  return Math.max(groupRate(size), memberRate(isMember));
}
