package library;

import java.util.Arrays;
import java.util.List;

/** Where books are brought back. */
public class Desk {
  private static final int CENTS_A_DAY = 20;
  private static final int MOST = 500;
  private final OpeningDays days = new OpeningDays();

  public int fineOf(int today, Loan... loans) {
    return fineOf(today, Arrays.asList(loans));
  }

  int fineOf(int today, List<Loan> loans) {
    int sum = 0;
    for (Loan loan : loans) {
      sum += loan.daysLate(today, days) * CENTS_A_DAY;
    }
    return Math.min(sum, MOST);
  }
}
