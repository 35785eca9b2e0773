package library;

/** A book that somebody has until a day. */
public class Loan {
  final String title;
  final int due;

  public Loan(String title, int due) {
    this.title = title;
    this.due = due;
  }

  int daysLate(int today, OpeningDays days) {
    if (today <= due) {
      return 0;
    }
    return days.openDaysBetween(due, today);
  }
}
