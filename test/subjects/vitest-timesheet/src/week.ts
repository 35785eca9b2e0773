/** The shifts of a week added up. */
import { Shift } from './shift';

export interface Entry {
  readonly day: string;
  readonly from: string;
  readonly to: string;
}

const fullWeek = 40 * 60;

export function weekOf(entries: readonly Entry[]): readonly Shift[] {
  return entries.map(({ day, from, to }) => new Shift(day, from, to));
}

export function totalOf(shifts: readonly Shift[]): { worked: number; overtime: number } {
  let worked = 0;
  for (const shift of shifts) worked += shift.length;
  return { worked, overtime: Math.max(0, worked - fullWeek) };
}
