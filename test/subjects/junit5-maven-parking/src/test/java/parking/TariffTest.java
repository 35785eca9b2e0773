package parking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class TariffTest {
  private final Tariff tariff = new Tariff(100, 700);

  @Test
  void aDayHasItsPrice() {
    assertEquals(700, tariff.priceOf(24 * 60));
  }

  @Test
  void aDayIsTheMostThatIsPaidForOne() {
    assertEquals(700, tariff.priceOf(20 * 60));
  }

  @RepeatedTest(2)
  void noTimeIsFree() {
    assertEquals(0, tariff.priceOf(0));
  }

  @Test
  void nobodyLeavesBeforeHeCame() {
    assertThrows(IllegalArgumentException.class, () -> new Stay(10, 5));
  }
}
