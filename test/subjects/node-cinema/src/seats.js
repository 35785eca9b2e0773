/** Seats are named by a row and a number: `C14`. */
const rows = 'ABCDEFGH';
const seatsInRow = 16;

export function parseSeat(label) {
  const match = /^([A-Z])(\d+)$/.exec(label.trim().toUpperCase());
  if (match === null) throw new RangeError(`No seat is called ${label}`);
  const [, row, number] = match;
  return { row: rows.indexOf(row), number: Number(number) };
}

export function isFree(seat, taken) {
  return !taken.some((other) => other.row === seat.row && other.number === seat.number);
}

export function neighbours(seat) {
  const found = [];
  for (const number of [seat.number - 1, seat.number + 1]) {
    if (1 <= number && number <= seatsInRow) found.push({ row: seat.row, number });
  }
  return found;
}
