package kitchen;

import java.util.LinkedHashMap;
import java.util.Map;

/** Grams of what a dish needs, for so many people. */
public class Recipe {
  private final int people;
  private final Map<String, Integer> grams = new LinkedHashMap<>();

  public Recipe(int people) {
    this.people = people;
  }

  public Recipe needs(String what, int amount) {
    grams.merge(what, amount, Integer::sum);
    return this;
  }

  Map<String, Integer> scaled(int guests) {
    Map<String, Integer> result = new LinkedHashMap<>();
    grams.forEach((what, amount) -> result.put(what, amount / people * guests));
    return result;
  }
}
