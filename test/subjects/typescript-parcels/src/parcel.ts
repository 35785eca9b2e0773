/** What is sent. Lengths are in centimetres, weights in kilograms. */

export interface Size {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
}

/** Cubic centimetres that carriers count as a kilogram. */
const volumePerKilogram = 5000;

export class Parcel {
  readonly weight: number;
  readonly size: Size;
  readonly zone: string;

  constructor(weight: number, size: Size, zone = 'near') {
    this.weight = weight;
    this.size = size;
    this.zone = zone;
  }

  get volume(): number {
    const { width, height, depth } = this.size;
    return width * height * (depth > height ? height : depth);
  }

  /** Bulky parcels are charged by what their volume would weigh. */
  get chargeableWeight(): number {
    return Math.max(this.weight, this.volume / volumePerKilogram);
  }
}
