package kitchen;

import java.util.HashMap;
import java.util.Map;

/** What is there already. */
public class Larder {
  private final Map<String, Integer> grams = new HashMap<>();

  public Larder put(String what, int amount) {
    grams.put(what, amount);
    return this;
  }

  int amountOf(String what) {
    return grams.getOrDefault(what, 0);
  }
}
