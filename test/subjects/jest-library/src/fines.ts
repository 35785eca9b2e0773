/** What being late costs, in cents. */
import { type Day, daysLate } from './calendar';
import type { Loan } from './loan';

const centsADay = 20;
const most = 500;

export function fineFor(loan: Loan, returned: Day): number {
  const late = daysLate(loan.due, returned);
  return Math.min(most, late * centsADay);
}
