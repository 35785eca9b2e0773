package kitchen;

import java.util.Map;
import java.util.TreeMap;

/** What has to be bought. */
public class ShoppingList {
  private final Larder larder;

  public ShoppingList(Larder larder) {
    this.larder = larder;
  }

  public Map<String, Integer> missing(Recipe recipe, int guests) {
    Map<String, Integer> list = new TreeMap<>();
    for (Map.Entry<String, Integer> it : recipe.scaled(guests).entrySet()) {
      int lacking = it.getValue() - larder.amountOf(it.getKey());
      if (lacking > 0) {
        list.put(it.getKey(), lacking);
      }
    }
    return list;
  }
}
