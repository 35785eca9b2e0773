/** A book in somebody's hands. */
import { type Day, openDayFrom } from './calendar';

const loanDays = { novel: 14, magazine: 5 } as const;

export type Kind = keyof typeof loanDays;

export class Loan {
  readonly reader: string;
  readonly kind: Kind;
  readonly due: Day;

  constructor(reader: string, kind: Kind, lent: Day) {
    this.reader = reader;
    this.kind = kind;
    this.due = openDayFrom(lent + loanDays[kind]);
  }
}
