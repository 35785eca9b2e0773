package library;

import static org.junit.Assert.assertEquals;

import java.util.Arrays;
import java.util.Collection;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;

@RunWith(Parameterized.class)
public class FineCasesTest {
  @Parameters(name = "{0} to {1}")
  public static Collection<Object[]> cases() {
    return Arrays.asList(new Object[][] {{7, 8, 20}, {3, 3, 0}, {8, 9, 20}, {6, 5, 0}});
  }

  private final int due;
  private final int today;
  private final int cents;

  public FineCasesTest(int due, int today, int cents) {
    this.due = due;
    this.today = today;
    this.cents = cents;
  }

  @Test
  public void fine() {
    assertEquals(cents, new Desk().fineOf(today, new Loan("Dune", due)));
  }
}
