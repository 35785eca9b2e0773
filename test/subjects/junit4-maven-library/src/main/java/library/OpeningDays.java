package library;

/** The days a library is open; days are numbered, each seventh is a Sunday. */
class OpeningDays {
  boolean isOpen(int day) {
    return day % 7 != 0;
  }

  /** Open days after the first day, up to the last. */
  int openDaysBetween(int first, int last) {
    int open = 0;
    for (int day = first; day <= last; day++) {
      if (isOpen(day)) {
        open++;
      }
    }
    return open;
  }
}
