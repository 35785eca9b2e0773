/** What a parcel costs. */
import type { Parcel } from './parcel.ts';

interface Step {
  readonly upTo: number;
  readonly price: number;
}

/** Lightest first: the first step that a weight fits counts. */
const steps: readonly Step[] = [
  { upTo: 2, price: 5 },
  { upTo: 10, price: 9 },
  { upTo: 30, price: 15 },
];
const remoteZones = new Set(['island', 'mountain']);

export class TooHeavy extends Error {}

export class Tariff {
  price(parcel: Parcel): number {
    return this.basePrice(parcel) + this.surcharge(parcel);
  }

  basePrice(parcel: Parcel): number {
    const weight = parcel.chargeableWeight;
    for (const step of steps) if (weight <= step.upTo) return step.price;
    throw new TooHeavy(`${weight} kg is more than anyone carries`);
  }

  surcharge({ zone }: Parcel): number {
    return remoteZones.has(zone) ? 4 : 0;
  }
}

export class ExpressTariff extends Tariff {
  price(parcel: Parcel): number {
    return super.price(parcel) * 2;
  }
}
