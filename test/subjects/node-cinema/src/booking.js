/** A booking: its seats, and what they cost together. */
import { bestRate } from './offers.js';
import { isFree, parseSeat } from './seats.js';

export function book(labels, { prices, day, isMember = false, taken = [] }) {
  const seats = labels.map(parseSeat);
  for (const seat of seats) {
    if (!isFree(seat, taken)) throw new Error(`Seat ${seat.number} of row ${seat.row} is taken`);
  }
  let sum = 0;
  for (const seat of seats) sum += prices.priceOf(seat, day);
  const rate = bestRate(seats.length, isMember);
  return { seats, total: Math.round(sum * (1 - rate)) };
}
