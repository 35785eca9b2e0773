package culprit;

/**
 * What probes write: a byte for each. Both arrays are constants of the virtual machine, so that a probe becomes a single
 * store. Leaves out what a byte stands for (`ProbeTables`).
 */
public final class Flags {
  static final int CAPACITY = 1 << 22;
  /** Statements and branches of functions; cleared for each test. */
  public static final byte[] p = new byte[CAPACITY];
  /** Statements that run when a class is made ready, which belong to no test. */
  public static final byte[] o = new byte[CAPACITY / 8];

  private Flags() {}
}
