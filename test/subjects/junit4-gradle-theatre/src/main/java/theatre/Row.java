package theatre;

/** Seats beside each other, taken or not. */
class Row {
  private final boolean[] taken;

  Row(int seats) {
    taken = new boolean[seats];
  }

  int longestGap() {
    int longest = 0;
    int gap = 0;
    for (boolean isTaken : taken) {
      if (isTaken) {
        longest = Math.max(longest, gap);
        gap = 0;
      } else {
        gap++;
      }
    }
    return longest;
  }

  int take(int seats) {
    int from = 0;
    for (int seat = 0; seat < taken.length; seat++) {
      if (taken[seat]) {
        from = seat + 1;
      } else if (seat - from + 1 == seats) {
        for (int at = from; at <= seat; at++) {
          taken[at] = true;
        }
        return from;
      }
    }
    return -1;
  }
}
