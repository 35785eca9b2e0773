package culprit;

import java.util.ArrayList;
import java.util.List;

/**
 * The decisions of a method, read from its jumps: where each leads and what that means in the source. A compiler turns
 * most conditions around, so that what follows a jump is what holds when the condition does; not so where the jump leads
 * into the middle of a longer condition, or back. Jumps that stand for nothing in the source are left out: those of
 * assertions, of the hash codes of strings in a switch. Leaves out the copies a compiler makes of `finally`.
 */
final class Branches {
  /** One way to go: at a jump, to what follows it (`target` -1) or to a place. */
  static final class Way {
    final int jump, target, line;
    final String outcome;
    /** Ways with the same decision are outcomes of one. */
    final int decision;

    Way(int jump, int target, int line, String outcome, int decision) {
      this.jump = jump;
      this.target = target;
      this.line = line;
      this.outcome = outcome;
      this.decision = decision;
    }
  }

  private final ClassFile file;
  private final byte[] code;
  private final CodeEditor editor;
  private final int[] lines;
  private final List<Way> found = new ArrayList<Way>();
  private int nDecisions;

  private Branches(ClassFile file, CodeEditor editor, int[] lines) {
    this.file = file;
    this.editor = editor;
    this.code = editor.code;
    this.lines = lines;
  }

  /** `lines` holds the line of each offset. */
  static List<Way> of(ClassFile file, CodeEditor editor, int[] lines) {
    Branches branches = new Branches(file, editor, lines);
    branches.readJumps();
    branches.readHandlers();
    return branches.found;
  }

  private void readJumps() {
    int previous = -1, beforePrevious = -1, stringSwitchLine = -1;
    for (int at = 0; at < code.length; at += Opcodes.length(code, at)) {
      int opcode = ByteWriter.u1(code, at);
      if (Opcodes.isSwitch(opcode)) {
        boolean ofString = opcode == Opcodes.LOOKUPSWITCH && calls(previous, "java/lang/String", "hashCode");
        if (ofString) stringSwitchLine = lines[at];
        else {
          stringSwitchLine = -1;
          readSwitch(at);
        }
      } else if (Opcodes.isConditional(opcode) && !readsAssertions(previous)
          && !(lines[at] == stringSwitchLine && calls(previous, "java/lang/String", "equals"))) {
        readCondition(at, opcode, previous, beforePrevious);
      }
      beforePrevious = previous;
      previous = at;
    }
  }

  private void readCondition(int at, int opcode, int previous, int beforePrevious) {
    int target = at + ByteWriter.s2(code, at + 1), decision = nDecisions++;
    boolean isLoop = calls(previous, "java/util/Iterator", "hasNext") || opcode == Opcodes.IF_ICMPGE
        && isHiddenLocal(beforePrevious) && isHiddenLocal(previous);
    boolean jumpMeansTrue = target <= at || leadsIntoCondition(at, target);
    String held = isLoop ? "body" : "true", failed = isLoop ? "done" : "false";
    found.add(new Way(at, -1, lines[at], jumpMeansTrue ? failed : held, decision));
    found.add(new Way(at, target, lines[at], jumpMeansTrue ? held : failed, decision));
  }

  /** Whether the instruction right before the target is the last part of the condition the jump is a part of. */
  private boolean leadsIntoCondition(int jump, int target) {
    int before = target - 3;
    return jump < before && editor.begins[before] && Opcodes.isConditional(ByteWriter.u1(code, before));
  }

  private void readSwitch(int at) {
    int data = Opcodes.aligned(at);
    List<Integer> targets = new ArrayList<Integer>();
    targets.add(at + ByteWriter.s4(code, data));
    boolean isTable = ByteWriter.u1(code, at) == Opcodes.TABLESWITCH;
    int n = isTable ? ByteWriter.s4(code, data + 8) - ByteWriter.s4(code, data + 4) + 1 : ByteWriter.s4(code, data + 4);
    for (int i = 0; i < n; i++) targets.add(at + ByteWriter.s4(code, data + 12 + (isTable ? 4 : 8) * i));
    List<Integer> done = new ArrayList<Integer>();
    for (int target : targets) {
      if (done.contains(target)) continue;
      done.add(target);
      found.add(new Way(at, target, lines[target], "case", nDecisions++));
    }
  }

  /** What catches, but for `finally`, which has no type. */
  private void readHandlers() {
    List<Integer> done = new ArrayList<Integer>();
    for (int[] handler : editor.handlers()) {
      if (handler[3] == 0 || done.contains(handler[2])) continue;
      done.add(handler[2]);
      found.add(new Way(-1, handler[2], lines[handler[2]], "handler", nDecisions++));
    }
  }

  private boolean calls(int at, String owner, String name) {
    if (at < 0) return false;
    int opcode = ByteWriter.u1(code, at);
    if (opcode != Opcodes.INVOKEVIRTUAL && opcode != Opcodes.INVOKEINTERFACE) return false;
    String[] called = file.reference(ByteWriter.u2(code, at + 1));
    return called[0].equals(owner) && called[1].equals(name);
  }

  private boolean readsAssertions(int at) {
    return 0 <= at && ByteWriter.u1(code, at) == Opcodes.GETSTATIC
        && file.reference(ByteWriter.u2(code, at + 1))[1].equals("$assertionsDisabled");
  }

  /** Whether an int is read from a local that has no name, while locals have names here. */
  private boolean isHiddenLocal(int at) {
    if (at < 0) return false;
    int opcode = ByteWriter.u1(code, at);
    int slot = opcode == Opcodes.ILOAD ? ByteWriter.u1(code, at + 1) : 26 <= opcode && opcode <= 29 ? opcode - 26 : -1;
    ClassFile.Attribute names = editor.attribute("LocalVariableTable");
    if (slot < 0 || names == null) return false;
    byte[] table = names.content;
    for (int entry = 2; entry < table.length; entry += 10) {
      int from = ByteWriter.u2(table, entry), end = from + ByteWriter.u2(table, entry + 2);
      if (from <= at && at < end && ByteWriter.u2(table, entry + 8) == slot) return false;
    }
    return true;
  }
}
