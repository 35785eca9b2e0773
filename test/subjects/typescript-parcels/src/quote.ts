/** What sending several parcels costs together. */
import type { Parcel } from './parcel.ts';
import type { Tariff } from './tariff.ts';

const discounts = [
  [10, 0.2],
  [3, 0.1],
] as const;

export function quote(parcels: readonly Parcel[], tariff: Tariff) {
  let sum = 0;
  for (const parcel of parcels) sum += tariff.price(parcel);
  const discount = discountFor(parcels.length);
  return { count: parcels.length, total: sum * (1 - discount) };
}

function discountFor(count: number): number {
  for (const [minimum, rate] of discounts) {
    if (count >= minimum) return rate;
  }
  return 0;
}
