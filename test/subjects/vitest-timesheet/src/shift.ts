/** One stretch of work. */
import { minutesOf } from './clock';

export class Shift {
  readonly day: string;
  readonly start: number;
  readonly end: number;

  constructor(day: string, from: string, to: string) {
    this.day = day;
    this.start = minutesOf(from);
    this.end = minutesOf(to);
    if (this.end < this.start) {
      throw new RangeError(`The shift on ${day} ends before it begins`);
    }
  }

  /** Minutes worked: long shifts have a break. */
  get length(): number {
    const span = this.end - this.start;
    return span > 6 * 60 ? span - 30 : span;
  }
}
