package theatre;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;

import org.junit.Test;

public class BookingTest {
  @Test
  public void friendsSitTogether() {
    Hall hall = new Hall(4, 8);
    assertArrayEquals(new int[] {0, 0}, hall.book(3));
    assertArrayEquals(new int[] {1, 0}, hall.book(3));
  }

  @Test
  public void oneSeatIsAlwaysFound() {
    assertArrayEquals(new int[] {0, 0}, new Hall(2).book(1));
  }

  @Test(expected = SoldOut.class)
  public void tooManyFriends() {
    new Hall(4).book(5);
  }

  @Test
  public void rowsAreTakenFromTheLeft() {
    Row row = new Row(5);
    assertEquals(0, row.take(2));
    assertEquals(2, row.take(2));
    assertEquals(-1, row.take(2));
  }

  @Test
  public void aGapInTheMiddleIsSeen() {
    Row row = new Row(3);
    row.take(3);
    assertEquals(0, row.longestGap());
  }
}
