package parking;

/** What an hour costs, and how many are to be paid. */
public class Tariff {
  private final int centsPerHour;
  private final int centsPerDay;

  public Tariff(int centsPerHour, int centsPerDay) {
    this.centsPerHour = centsPerHour;
    this.centsPerDay = centsPerDay;
  }

  public int priceOf(int minutes) {
    int days = minutes / (24 * 60);
    int rest = minutes % (24 * 60);
    int hours = startedHours(rest);
    return days * centsPerDay + Math.min(hours * centsPerHour, centsPerDay);
  }

  int startedHours(int minutes) {
    if (minutes <= 0) {
      return 0;
    }
    int whole = minutes / 60;
    return whole == 0 ? 1 : whole;
  }
}
