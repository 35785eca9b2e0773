package culprit;

/** What has to be known of instructions (JVMS 6.5): how long they are and where they lead. */
final class Opcodes {
  static final int ICONST_0 = 3, SIPUSH = 17, LDC = 18, LDC_W = 19, ILOAD = 21, ALOAD = 25, ISTORE = 54, ASTORE = 58;
  static final int BASTORE = 84, POP = 87, DUP = 89, DUP2 = 92, SWAP = 95, IINC = 132, IFEQ = 153, IFNE = 154;
  static final int IF_ICMPGE = 162, IF_ACMPNE = 166, GOTO = 167, JSR = 168, RET = 169, TABLESWITCH = 170;
  static final int LOOKUPSWITCH = 171, IRETURN = 172, RETURN = 177, GETSTATIC = 178, PUTFIELD = 181;
  static final int INVOKEVIRTUAL = 182, INVOKESPECIAL = 183, INVOKESTATIC = 184, INVOKEINTERFACE = 185;
  static final int INVOKEDYNAMIC = 186, NEW = 187, ARRAYLENGTH = 190, ATHROW = 191, WIDE = 196;
  static final int IFNULL = 198, IFNONNULL = 199, GOTO_W = 200, JSR_W = 201;

  /** Lengths from `nop` to `jsr_w`; 0 where it depends. */
  private static final String LENGTHS =
      "1111111111111111" + "2323322222111111" + "1111111111111111" + "1111112222211111"
          + "1111111111111111" + "1111111111111111" + "1111111111111111" + "1111111111111111"
          + "1111311111111111" + "1111111113333333" + "3333333332001111" + "1133333335532311"
          + "3311043355";

  private Opcodes() {}

  /** The length of the instruction at `at`; fails on one that is not known. */
  static int length(byte[] code, int at) {
    int opcode = ByteWriter.u1(code, at);
    if (opcode == WIDE) return ByteWriter.u1(code, at + 1) == IINC ? 6 : 4;
    if (opcode == TABLESWITCH) {
      int data = aligned(at);
      return data - at + 12 + 4 * (ByteWriter.s4(code, data + 8) - ByteWriter.s4(code, data + 4) + 1);
    }
    if (opcode == LOOKUPSWITCH) {
      int data = aligned(at);
      return data - at + 8 + 8 * ByteWriter.s4(code, data + 4);
    }
    if (JSR_W < opcode) throw new IllegalArgumentException("unknown instruction " + opcode);
    return LENGTHS.charAt(opcode) - '0';
  }

  /** Where the operands of a switch at `at` begin. */
  static int aligned(int at) {
    return (at + 4) & ~3;
  }

  static boolean isConditional(int opcode) {
    return IFEQ <= opcode && opcode <= IF_ACMPNE || opcode == IFNULL || opcode == IFNONNULL;
  }

  static boolean isSwitch(int opcode) {
    return opcode == TABLESWITCH || opcode == LOOKUPSWITCH;
  }

  /** Whether what follows the instruction is never reached from it. */
  static boolean endsPath(int opcode) {
    return opcode == GOTO || opcode == GOTO_W || isSwitch(opcode) || IRETURN <= opcode && opcode <= RETURN
        || opcode == ATHROW || opcode == RET;
  }
}
