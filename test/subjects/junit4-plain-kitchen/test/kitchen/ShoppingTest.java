package kitchen;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import org.junit.Test;

public class ShoppingTest {
  private final Larder larder = new Larder().put("salt", 500);
  private final ShoppingList list = new ShoppingList(larder);

  @Test
  public void guestsAreFed() {
    Recipe pancakes = new Recipe(4).needs("flour", 250).needs("salt", 2);
    assertEquals("{flour=375}", list.missing(pancakes, 6).toString());
  }

  @Test
  public void whatIsThereIsNotBought() {
    assertTrue(list.missing(new Recipe(1).needs("salt", 3), 1).isEmpty());
  }

  @Test
  public void partsAreAdded() {
    assertEquals("{sugar=30}", list.missing(new Recipe(1).needs("sugar", 10).needs("sugar", 20), 1).toString());
  }

  @Test
  public void nobodyNeedsNothing() {
    assertTrue(list.missing(new Recipe(2).needs("flour", 100), 0).isEmpty());
  }

  @Test
  public void anEmptyRecipeNeedsNothing() {
    assertTrue(list.missing(new Recipe(2), 8).isEmpty());
  }

  @Test
  public void theLarderRemembers() {
    assertEquals(500, larder.amountOf("salt"));
    assertEquals(0, larder.amountOf("pepper"));
  }
}
