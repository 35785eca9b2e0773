package parking;

/** From driving in to driving out, in minutes of some day on. */
public class Stay {
  private final int from;
  private final int to;

  public Stay(int from, int to) {
    if (to < from) {
      throw new IllegalArgumentException("left before it came: " + from + " to " + to);
    }
    this.from = from;
    this.to = to;
  }

  public int minutes() {
    return to - from;
  }
}
