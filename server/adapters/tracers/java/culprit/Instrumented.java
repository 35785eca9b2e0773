package culprit;

import java.util.List;

/** Puts probes into the classes of the repository. Leaves out which classes those are, and what a probe does. */
final class Instrumented {
  /** What a line, a way to go, an entry or an exit is to have in front of it. */
  interface Probes {
    /** Puts them into one method; the lines are those of each offset (0 where none is known). */
    void put(ClassFile.Method method, CodeEditor editor, int[] lines, boolean withBranches);

    /** How much deeper the stack gets. */
    int stack();
  }

  private Instrumented() {}

  /** A method whose code stands in the source: no bridge, no accessor the compiler made; lambdas are. */
  static boolean isOfSource(ClassFile.Method method) {
    if (method.code() == null || (method.access & ClassFile.BRIDGE) != 0) return false;
    return (method.access & ClassFile.SYNTHETIC) == 0 || method.name.startsWith("lambda$");
  }

  /** Edits each method; one that cannot be edited whole goes without branches, or stays as it is. */
  static void edit(ClassFile file, Probes probes) {
    for (ClassFile.Method method : file.methods) {
      if (!isOfSource(method)) continue;
      if (!editOne(file, method, probes, true)) editOne(file, method, probes, false);
    }
  }

  private static boolean editOne(ClassFile file, ClassFile.Method method, Probes probes, boolean withBranches) {
    try {
      CodeEditor editor = new CodeEditor(file, method);
      int[] lines = linesOf(editor);
      if (lines == null) return true;
      probes.put(method, editor, lines, withBranches);
      editor.apply(probes.stack());
      return true;
    } catch (RuntimeException cannot) {
      return false;
    }
  }

  /** The line of each offset, or null where the compiler left none. */
  static int[] linesOf(CodeEditor editor) {
    ClassFile.Attribute attribute = editor.attribute("LineNumberTable");
    if (attribute == null) return null;
    int[] lines = new int[editor.code.length];
    byte[] table = attribute.content;
    for (int at = 2; at < table.length; at += 4) lines[ByteWriter.u2(table, at)] = ByteWriter.u2(table, at + 2);
    for (int at = 1; at < lines.length; at++) if (lines[at] == 0) lines[at] = lines[at - 1];
    return lines;
  }

  /** The offsets at which the compiler says that a line begins, with that line in `lines`. */
  static int[] lineStarts(CodeEditor editor) {
    byte[] table = editor.attribute("LineNumberTable").content;
    int n = ByteWriter.u2(table, 0);
    boolean[] seen = new boolean[editor.code.length];
    int[] starts = new int[n];
    int count = 0;
    for (int i = 0; i < n; i++) {
      int offset = ByteWriter.u2(table, 2 + 4 * i);
      if (!seen[offset]) starts[count++] = offset;
      seen[offset] = true;
    }
    return java.util.Arrays.copyOf(starts, count);
  }

  /** Where a constructor has called the one it builds on: what is before it may not be watched for exceptions. */
  static int afterSuperCall(ClassFile file, ClassFile.Method method, CodeEditor editor) {
    if (!method.name.equals("<init>")) return 0;
    int open = 0;
    for (int at = 0; at < editor.code.length; at += Opcodes.length(editor.code, at)) {
      int opcode = ByteWriter.u1(editor.code, at);
      if (opcode == Opcodes.NEW) open++;
      if (opcode != Opcodes.INVOKESPECIAL) continue;
      String[] called = file.reference(ByteWriter.u2(editor.code, at + 1));
      if (!called[1].equals("<init>")) continue;
      if (open == 0) return at + 3;
      open--;
    }
    return -1;
  }

  /** Pushes a number. */
  static void push(ClassFile file, ByteWriter out, int value) {
    if (value == (byte) value) out.u1(16).u1(value);
    else if (value == (short) value) out.u1(Opcodes.SIPUSH).u2(value);
    else out.u1(Opcodes.LDC_W).u2(file.addInteger(value));
  }
}
