package culprit;

import java.util.Arrays;

/**
 * What probes call in a traced run. One thread at a time is followed: that of the test, or one it waits for, so that calls
 * and returns nest. Of other threads only the functions they enter are noted.
 */
public final class Trace {
  static final int MAX_CODES = 1 << 20;
  private static final int MAX_DEPTH = 1 << 16;
  static Ring ring;
  static ValueLog values;
  private static volatile boolean on;
  private static Thread owner;
  private static Thread guest;
  private static long fuel;
  private static byte[] entered = new byte[1 << 10];
  private static int[] codes = new int[256];
  private static int[] lines = new int[256];
  private static int depth;

  private Trace() {}

  /** Follows the calling thread from now on, for at most this many lines. */
  static void begin(long limit) {
    owner = Thread.currentThread();
    guest = null;
    fuel = limit;
    depth = 0;
    Arrays.fill(entered, (byte) 0);
    ring.beginTest();
    on = true;
  }

  static void end() {
    on = false;
  }

  /** Indexes of the functions entered since `begin`, as JSON. */
  static String entered() {
    StringBuilder out = new StringBuilder("[");
    for (int i = 0; i < entered.length; i++) {
      if (entered[i] != 0) out.append(out.length() == 1 ? "" : ",").append(i);
    }
    return out.append(']').toString();
  }

  static synchronized void makeRoom(int code) {
    if (entered.length <= code) entered = Arrays.copyOf(entered, Math.max(2 * entered.length, code + 1));
  }

  public static void enter(int code, int line) {
    if (!on) return;
    entered[code] = 1;
    if (!isFollowed()) return;
    if (depth == codes.length && depth < MAX_DEPTH) {
      codes = Arrays.copyOf(codes, 2 * depth);
      lines = Arrays.copyOf(lines, 2 * depth);
    }
    if (depth < codes.length) {
      codes[depth] = code;
      lines[depth] = line;
    }
    depth++;
    ring.write(Ring.CALL, code, line);
  }

  public static void line(int code, int line) {
    if (!on || !isFollowed()) return;
    if (0 < depth && depth <= lines.length) lines[depth - 1] = line;
    ring.write(Ring.LINE, code, line);
    if (--fuel < 0) {
      on = false;
      Session.current.stop("Ran more than the statements it was given");
    }
  }

  public static void leave(int code, int line) {
    if (!on || !isFollowed()) return;
    leaveAbove(code);
    ring.write(Ring.RETURN, code, line);
    if (0 < depth) depth--;
  }

  /** An exception leaves the function. */
  public static void unwind(int code) {
    if (!on || !isFollowed()) return;
    leaveAbove(code);
    int line = 0 < depth && depth <= lines.length ? lines[depth - 1] : 0;
    ring.write(Ring.RAISE, code, line);
    ring.write(Ring.RETURN, code, line);
    if (0 < depth) depth--;
  }

  /** Functions that were left without a word: constructors whose arguments failed. */
  private static void leaveAbove(int code) {
    int at = Math.min(depth, codes.length);
    while (0 < at && codes[at - 1] != code) at--;
    if (at == 0 || codes.length < depth) return;
    for (; at < depth; depth--) ring.write(Ring.RETURN, codes[depth - 1], lines[depth - 1]);
  }

  private static boolean isFollowed() {
    Thread here = Thread.currentThread();
    return here == owner || isWaitedFor(here);
  }

  private static boolean isWaitedFor(Thread here) {
    if (!waits(owner)) return false;
    if (here != guest && guest != null && guest.isAlive() && !waits(guest)) return false;
    guest = here;
    return true;
  }

  private static boolean waits(Thread thread) {
    Thread.State state = thread.getState();
    return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING || state == Thread.State.BLOCKED;
  }

  // Values, by type as the virtual machine has it; `place` says of what.

  public static void value(int value, int place) {
    if (wants(place)) values.add(place, values.printInt(place, value), ring.last());
  }

  public static void value(long value, int place) {
    if (wants(place)) values.add(place, Long.toString(value), ring.last());
  }

  public static void value(float value, int place) {
    if (wants(place)) values.add(place, Float.toString(value), ring.last());
  }

  public static void value(double value, int place) {
    if (wants(place)) values.add(place, Double.toString(value), ring.last());
  }

  public static void value(Object value, int place) {
    if (wants(place)) values.add(place, values.print(place, value), ring.last());
  }

  private static boolean wants(int place) {
    return on && isFollowed() && values.wants(place);
  }
}
