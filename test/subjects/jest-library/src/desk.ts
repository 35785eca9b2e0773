/** Where books go out and come back. */
import type { Day } from './calendar';
import { fineFor } from './fines';
import { type Kind, Loan } from './loan';

export class Desk {
  private readonly loans = new Map<string, Loan>();
  private readonly owed = new Map<string, number>();

  lend(title: string, reader: string, kind: Kind, day: Day): Loan {
    if (this.loans.has(title)) throw new Error(`${title} is lent already`);
    const loan = new Loan(reader, kind, day);
    this.loans.set(title, loan);
    return loan;
  }

  takeBack(title: string, day: Day): number {
    const loan = this.loans.get(title);
    if (loan === undefined) throw new Error(`${title} was not lent`);
    this.loans.delete(title);
    const fine = fineFor(loan, day);
    this.owed.set(loan.reader, this.debtOf(loan.reader) + fine);
    return fine;
  }

  debtOf(reader: string): number {
    return this.owed.get(reader) ?? 0;
  }
}
