package parking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReceiptTest {
  private Receipt receipt;

  @BeforeEach
  void newReceipt() {
    receipt = new Receipt(new Tariff(200, 1500));
  }

  @Test
  void nothingCostsNothing() {
    assertEquals("0.00", receipt.print());
  }

  @Test
  void aStartedHourIsPaidInFull() {
    receipt.add(new Stay(600, 690));
    assertEquals(400, receipt.total());
  }

  @ParameterizedTest
  @CsvSource({"60, 200", "30, 200", "1440, 1500", "1445, 1700", "2999, 3400"})
  void longStays(int minutes, int cents) {
    assertEquals(cents, receipt.add(new Stay(0, minutes)).total());
  }

  @Nested
  @DisplayName("With a discount")
  class Discounted {
    @BeforeEach
    void half() {
      receipt.discount(50);
    }

    @Test
    void halfIsPaid() {
      assertEquals(100, receipt.add(new Stay(0, 60)).total());
    }

    @Test
    void noneIsMoreThanAll() {
      assertThrows(IllegalArgumentException.class, () -> receipt.discount(101));
    }
  }
}
