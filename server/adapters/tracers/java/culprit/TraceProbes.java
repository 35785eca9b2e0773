package culprit;

import java.util.List;
import java.util.regex.Pattern;

/** Calls, lines, returns and exceptions of each function, and values where they are asked for. */
final class TraceProbes implements Instrumented.Probes {
  private static final String TRACE = "culprit/Trace";
  private static final Pattern CONDITION = Pattern.compile("\\b(?:if|while)\\s*\\((.*)$");
  private final ClassFile file;
  private final String source;
  private final Codes codes;
  private final Names names;

  private TraceProbes(ClassFile file, String source, Codes codes, Names names) {
    this.file = file;
    this.source = source;
    this.codes = codes;
    this.names = names;
  }

  static void put(ClassFile file, String source, Codes codes) {
    int first = Integer.MAX_VALUE;
    for (ClassFile.Method method : file.methods) {
      int[] lines = method.code() == null ? null : Instrumented.linesOf(new CodeEditor(file, method));
      if (lines != null) for (int line : lines) if (0 < line) first = Math.min(first, line);
    }
    Instrumented.edit(file, new TraceProbes(file, source, codes, new Names(file, source, codes.sources, first)));
  }

  public int stack() {
    return 4;
  }

  public void put(ClassFile.Method method, CodeEditor editor, int[] lines, boolean withBranches) {
    int firstLine = firstOf(lines);
    Object[] named = names.of(method, firstLine);
    int code = codes.add(source, (String) named[0], (Integer) named[1]);
    boolean withValues = withBranches && codes.wantsValues(source, (Integer) named[1], lastOf(lines));
    call(editor.onEdge(0), code, (Integer) named[1], "enter", "(II)V");
    if (withValues) putArguments(method, editor);
    for (int start : Instrumented.lineStarts(editor)) call(editor.before(start), code, lines[start], "line", "(II)V");
    if (withBranches) putLoops(editor, lines, code);
    if (withValues) putConditions(editor, lines);
    for (int at = 0; at < editor.code.length;) {
      int opcode = ByteWriter.u1(editor.code, at), next = at + Opcodes.length(editor.code, at);
      if (Opcodes.IRETURN <= opcode && opcode <= Opcodes.RETURN) {
        ByteWriter out = editor.before(at);
        call(out, code, lines[at], "leave", "(II)V");
        if (withValues && opcode != Opcodes.RETURN && codes.wantsValue(source, lines[at])) {
          String type = method.descriptor.substring(method.descriptor.indexOf(')') + 1);
          value(out.u1(isWide(type) ? Opcodes.DUP2 : Opcodes.DUP), "return", "", type);
        }
      } else if (withValues && next < editor.code.length && codes.wantsValue(source, lines[at])) {
        putAssignment(editor, method, at, next, opcode);
      }
      at = next;
    }
    int from = Instrumented.afterSuperCall(file, method, editor);
    if (0 <= from && from < editor.code.length) {
      ByteWriter out = new ByteWriter();
      Instrumented.push(file, out, code);
      out.u1(Opcodes.INVOKESTATIC).u2(file.addMethod(TRACE, "unwind", "(I)V")).u1(Opcodes.ATHROW);
      editor.onException(from, out.done());
    }
  }

  /** A loop comes to its head again, which the compiler seldom says is a line. */
  private void putLoops(CodeEditor editor, int[] lines, int code) {
    boolean[] isStart = new boolean[lines.length];
    for (int start : Instrumented.lineStarts(editor)) isStart[start] = true;
    for (int at = 0; at < lines.length; at += Opcodes.length(editor.code, at)) {
      if (ByteWriter.u1(editor.code, at) != Opcodes.GOTO) continue;
      int target = at + ByteWriter.s2(editor.code, at + 1);
      if (at < target || isStart[target]) continue;
      ByteWriter out = new ByteWriter();
      call(out, code, lines[target], "line", "(II)V");
      editor.onJump(at, target, out.done());
    }
  }

  private void putArguments(ClassFile.Method method, CodeEditor editor) {
    ClassFile.Attribute variables = editor.attribute("LocalVariableTable");
    if (variables == null) return;
    int slot = method.isStatic() ? 0 : 1;
    String text = method.descriptor;
    for (int at = 1; text.charAt(at) != ')';) {
      int end = StackFrames.endOfType(text, at);
      String type = text.substring(at, end), name = nameOf(variables.content, slot, 0);
      if (name != null) value(load(editor.onEdge(0), type, slot), "argument", name, type);
      slot += isWide(type) ? 2 : 1;
      at = end;
    }
  }

  private void putAssignment(CodeEditor editor, ClassFile.Method method, int at, int next, int opcode) {
    byte[] code = editor.code;
    if (opcode == Opcodes.PUTFIELD || opcode == Opcodes.PUTFIELD - 2) {
      String[] field = file.reference(ByteWriter.u2(code, at + 1));
      boolean isStatic = opcode != Opcodes.PUTFIELD;
      if (!field[0].equals(file.name) || !isStatic && method.isStatic()) return;
      String owner = isStatic ? file.name.substring(file.name.lastIndexOf('/') + 1).replace('$', '.') : "this";
      value(editor.before(at).u1(isWide(field[2]) ? Opcodes.DUP2 : Opcodes.DUP), "assigned", owner + "." + field[1], field[2]);
      return;
    }
    int slot = -1;
    if (Opcodes.ISTORE <= opcode && opcode <= Opcodes.ASTORE || opcode == Opcodes.IINC) slot = ByteWriter.u1(code, at + 1);
    else if (59 <= opcode && opcode <= 78) slot = (opcode - 59) % 4;
    ClassFile.Attribute variables = editor.attribute("LocalVariableTable");
    if (slot < 0 || variables == null) return;
    byte[] table = variables.content;
    String name = nameOf(table, slot, next), type = typeOf(table, slot, next);
    if (name != null) value(load(editor.onEdge(next), type, slot), "assigned", name, type);
  }

  /** The outcome of the only condition of a line. */
  private void putConditions(CodeEditor editor, int[] lines) {
    List<Branches.Way> ways = Branches.of(file, editor, lines);
    for (Branches.Way way : ways) {
      boolean held = way.outcome.equals("true");
      if (!held && !way.outcome.equals("false") || !codes.wantsValue(source, way.line)) continue;
      int nOfLine = 0;
      for (Branches.Way other : ways) if (other.line == way.line) nOfLine++;
      String text = closed(codes.sources.group(source, way.line, CONDITION));
      if (nOfLine != 2 || text == null) continue;
      ByteWriter out = new ByteWriter().u1(Opcodes.ICONST_0 + (held ? 1 : 0));
      value(out, "condition", text.trim(), "Z");
      if (way.target < 0) editor.onEdge(way.jump + 3).all(out.done());
      else editor.onJump(way.jump, way.target, out.done());
    }
  }

  /** Up to the parenthesis that closes one opened before, or null where it does not. */
  private static String closed(String text) {
    int depth = 0;
    for (int at = 0; text != null && at < text.length(); at++) {
      if (text.charAt(at) == '(') depth++;
      if (text.charAt(at) == ')' && depth-- == 0) return text.substring(0, at);
    }
    return null;
  }

  private void call(ByteWriter out, int code, int line, String method, String descriptor) {
    Instrumented.push(file, out, code);
    Instrumented.push(file, out, line);
    out.u1(Opcodes.INVOKESTATIC).u2(file.addMethod(TRACE, method, descriptor));
  }

  /** Notes the value on the stack, which is consumed. */
  private void value(ByteWriter out, String kind, String name, String type) {
    char first = type.charAt(0);
    Instrumented.push(file, out, codes.values.place(kind, name, first));
    String passed = first == 'J' || first == 'F' || first == 'D' ? type
        : first == 'L' || first == '[' ? "Ljava/lang/Object;" : "I";
    out.u1(Opcodes.INVOKESTATIC).u2(file.addMethod(TRACE, "value", "(" + passed + "I)V"));
  }

  private static ByteWriter load(ByteWriter out, String type, int slot) {
    char first = type.charAt(0);
    int kind = first == 'J' ? 1 : first == 'F' ? 2 : first == 'D' ? 3 : first == 'L' || first == '[' ? 4 : 0;
    if (slot < 256) return out.u1(Opcodes.ILOAD + kind).u1(slot);
    return out.u1(Opcodes.WIDE).u1(Opcodes.ILOAD + kind).u2(slot);
  }

  private static boolean isWide(String type) {
    return type.equals("J") || type.equals("D");
  }

  private String nameOf(byte[] table, int slot, int at) {
    int entry = entryOf(table, slot, at);
    return entry < 0 ? null : file.utf8(ByteWriter.u2(table, entry + 4));
  }

  private String typeOf(byte[] table, int slot, int at) {
    int entry = entryOf(table, slot, at);
    return entry < 0 ? null : file.utf8(ByteWriter.u2(table, entry + 6));
  }

  private static int entryOf(byte[] table, int slot, int at) {
    for (int entry = 2; entry < table.length; entry += 10) {
      int from = ByteWriter.u2(table, entry), end = from + ByteWriter.u2(table, entry + 2);
      if (ByteWriter.u2(table, entry + 8) == slot && from <= at && at < end) return entry;
    }
    return -1;
  }

  private static int firstOf(int[] lines) {
    int first = Integer.MAX_VALUE;
    for (int line : lines) if (0 < line) first = Math.min(first, line);
    return first == Integer.MAX_VALUE ? 1 : first;
  }

  private static int lastOf(int[] lines) {
    int last = 0;
    for (int line : lines) last = Math.max(last, line);
    return last;
  }
}
