package theatre;

import java.util.ArrayList;
import java.util.List;

/** Rows of seats, the best first. */
public class Hall {
  private final List<Row> rows = new ArrayList<>();

  public Hall(int... seatsOfRows) {
    for (int seats : seatsOfRows) {
      rows.add(new Row(seats));
    }
  }

  /** Row and seat of the first of so many seats together. */
  public int[] book(int seats) {
    for (int row = 0; row < rows.size(); row++) {
      if (fits(rows.get(row), seats)) {
        return new int[] {row, rows.get(row).take(seats)};
      }
    }
    throw new SoldOut(seats);
  }

  private boolean fits(Row row, int seats) {
    return seats == 1 ? row.take(0) == -1 : row.longestGap() >= seats;
  }
}
