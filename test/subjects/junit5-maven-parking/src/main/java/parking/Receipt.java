package parking;

import java.util.ArrayList;
import java.util.List;

/** Several stays of one car, paid together. */
public class Receipt {
  private final Tariff tariff;
  private final List<Stay> stays = new ArrayList<>();
  private int discountPercent;

  public Receipt(Tariff tariff) {
    this.tariff = tariff;
  }

  public Receipt add(Stay stay) {
    stays.add(stay);
    return this;
  }

  public Receipt discount(int percent) {
    if (percent < 0 || percent > 100) {
      throw new IllegalArgumentException("no such discount: " + percent);
    }
    discountPercent = percent;
    return this;
  }

  public int total() {
    int sum = 0;
    for (Stay stay : stays) {
      sum += tariff.priceOf(stay.minutes());
    }
    return sum - sum * discountPercent / 100;
  }

  public String print() {
    int cents = total();
    return String.format("%d.%02d", cents / 100, cents % 100);
  }
}
