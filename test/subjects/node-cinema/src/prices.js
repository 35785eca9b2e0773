/** What a seat costs, in cents. */
const front = 900;
const middle = 1100;
const back = 1300;

export function basePrice({ row }) {
  if (row < 2) return front;
  return row < 5 ? middle : back;
}

export class PriceList {
  #surcharges = new Map();

  addSurcharge(day, cents) {
    this.#surcharges.set(day, cents);
    return this;
  }

  priceOf(seat, day) {
    const surcharge = this.#surcharges.get(day) ?? 0;
    return basePrice(seat) + surcharge;
  }
}
