package culprit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The code of one method with new instructions put in (JVMS 4.7.3). New code may stand at four kinds of place: on the
 * edge into an instruction from the one before it, on the way of a jump that leads to it, before it however it is
 * reached, and in a handler of all exceptions at the end. It must leave the stack as it found it. Jumps keep their
 * size: where one does not reach far enough any more, editing fails. Leaves out what is put in.
 */
final class CodeEditor {
  /** A detour of one jump: what runs where it is taken. */
  private static final class Detour {
    final int jump, target;
    final byte[] code;
    int position;

    Detour(int jump, int target, byte[] code) {
      this.jump = jump;
      this.target = target;
      this.code = code;
    }
  }

  final byte[] code;
  /** Of each offset, whether an instruction begins there. */
  final boolean[] begins;
  private final ClassFile file;
  private final ClassFile.Method method;
  private final int maxStack, maxLocals, tables;
  private final List<ClassFile.Attribute> attributes;
  private final ByteWriter[] edges, befores;
  private final List<List<Detour>> detours;
  private final int[] ends, labels, instructions;
  private int handledFrom = -1;
  private byte[] handler;

  CodeEditor(ClassFile file, ClassFile.Method method) {
    this.file = file;
    this.method = method;
    byte[] content = method.code().content;
    maxStack = ByteWriter.u2(content, 0);
    maxLocals = ByteWriter.u2(content, 2);
    int length = ByteWriter.s4(content, 4);
    code = Arrays.copyOfRange(content, 8, 8 + length);
    tables = 8 + length;
    attributes = file.attributesAt(content, tables + 2 + 8 * ByteWriter.u2(content, tables));
    begins = new boolean[length + 1];
    for (int at = 0; at < length; at += Opcodes.length(code, at)) begins[at] = true;
    edges = new ByteWriter[length + 1];
    befores = new ByteWriter[length + 1];
    ends = new int[length + 1];
    labels = new int[length + 1];
    instructions = new int[length + 1];
    detours = new ArrayList<List<Detour>>();
    for (int i = 0; i <= length; i++) detours.add(null);
  }

  ClassFile.Attribute attribute(String name) {
    return ClassFile.named(attributes, name);
  }

  /** Handlers of exceptions, each as start, end, handler, type. */
  List<int[]> handlers() {
    byte[] content = method.code().content;
    List<int[]> found = new ArrayList<int[]>();
    for (int i = 0; i < ByteWriter.u2(content, tables); i++) {
      int at = tables + 2 + 8 * i;
      found.add(new int[] {ByteWriter.u2(content, at), ByteWriter.u2(content, at + 2), ByteWriter.u2(content, at + 4),
        ByteWriter.u2(content, at + 6)});
    }
    return found;
  }

  /** Code that runs where the instruction at `offset` is come to from the one before it; at 0, once on entry. */
  ByteWriter onEdge(int offset) {
    if (edges[offset] == null) edges[offset] = new ByteWriter();
    return edges[offset];
  }

  /** Code that runs before the instruction at `offset`. */
  ByteWriter before(int offset) {
    if (befores[offset] == null) befores[offset] = new ByteWriter();
    return befores[offset];
  }

  /** Code that runs where the jump or switch at `jump` leads to `target`. */
  void onJump(int jump, int target, byte[] detour) {
    if (detours.get(target) == null) detours.set(target, new ArrayList<Detour>());
    detours.get(target).add(new Detour(jump, target, detour));
  }

  /** Code that runs with the exception on the stack, wherever one leaves the method from `from` on; ends with a throw. */
  void onException(int from, byte[] code) {
    handledFrom = from;
    handler = code;
  }

  /** Replaces the method's code by the edited one. Fails, with nothing changed, where that cannot be done. */
  void apply(int moreStack) {
    int length = layOut();
    int end = handler == null ? length : length + handler.length;
    if (65535 <= end) throw new IllegalStateException("code too long");
    ByteWriter out = new ByteWriter().u2(maxStack + moreStack).u2(maxLocals).u4(end);
    int start = out.length();
    for (int at = 0; at < code.length; at += Opcodes.length(code, at)) writeAt(at, out, start);
    if (handler != null) out.all(handler);
    writeHandlers(out, length);
    int[][] initial = StackFrames.initialLocals(file, method);
    List<ClassFile.Attribute> kept = new ArrayList<ClassFile.Attribute>();
    boolean hasFrames = false;
    for (ClassFile.Attribute attribute : attributes) {
      byte[] content = attribute.content;
      if (attribute.name.equals("LineNumberTable")) content = movedLines(content);
      else if (attribute.name.startsWith("LocalVariable")) content = movedVariables(content);
      else if (attribute.name.equals("StackMapTable")) {
        content = movedFrames(StackFrames.read(content, initial), initial, length);
        hasFrames = true;
      } else if (attribute.name.startsWith("Runtime") && attribute.name.endsWith("TypeAnnotations")) continue;
      else throw new IllegalStateException("unknown attribute " + attribute.name);
      kept.add(new ClassFile.Attribute(attribute.name, attribute.nameIndex, content));
    }
    if (!hasFrames && handler != null && 50 <= file.major) {
      byte[] content = movedFrames(new ArrayList<StackFrames.Frame>(), initial, length);
      kept.add(new ClassFile.Attribute("StackMapTable", file.addUtf8("StackMapTable"), content));
    }
    ClassFile.write(kept, out);
    method.code().content = out.done();
  }

  /** Finds the place of everything; the length of it all. */
  private int layOut() {
    int position = 0;
    boolean fallsThrough = true;
    for (int at = 0; at < code.length; at += Opcodes.length(code, at)) {
      position += sizeOf(edges[at]);
      ends[at] = position;
      List<Detour> here = detours.get(at);
      if (here != null) {
        if (fallsThrough) position += 3;
        for (int i = 0; i < here.size(); i++) {
          here.get(i).position = position;
          position += here.get(i).code.length + (i + 1 < here.size() ? 3 : 0);
        }
      }
      labels[at] = position;
      position += sizeOf(befores[at]);
      instructions[at] = position;
      int opcode = ByteWriter.u1(code, at), size = Opcodes.length(code, at);
      if (Opcodes.isSwitch(opcode)) size += Opcodes.aligned(position) - position - (Opcodes.aligned(at) - at);
      position += size;
      fallsThrough = !Opcodes.endsPath(opcode);
    }
    ends[code.length] = labels[code.length] = position;
    return position;
  }

  private void writeAt(int at, ByteWriter out, int start) {
    if (edges[at] != null) out.all(edges[at].done());
    List<Detour> here = detours.get(at);
    if (here != null) {
      if (here.get(0).position != ends[at]) writeGoto(ends[at], labels[at], out);
      for (int i = 0; i < here.size(); i++) {
        out.all(here.get(i).code);
        if (i + 1 < here.size()) writeGoto(out.length() - start, labels[at], out);
      }
    }
    if (befores[at] != null) out.all(befores[at].done());
    int opcode = ByteWriter.u1(code, at), from = instructions[at];
    if (out.length() - start != from) throw new IllegalStateException("misplaced instruction");
    if (Opcodes.isSwitch(opcode)) {
      writeSwitch(at, out);
    } else if (Opcodes.isConditional(opcode) || opcode == Opcodes.GOTO || opcode == Opcodes.JSR) {
      out.u1(opcode).u2(near(leadsTo(at, at + ByteWriter.s2(code, at + 1)) - from));
    } else if (opcode == Opcodes.GOTO_W || opcode == Opcodes.JSR_W) {
      out.u1(opcode).u4(leadsTo(at, at + ByteWriter.s4(code, at + 1)) - from);
    } else {
      out.some(code, at, Opcodes.length(code, at));
    }
  }

  private void writeSwitch(int at, ByteWriter out) {
    int from = instructions[at], data = Opcodes.aligned(at), opcode = ByteWriter.u1(code, at);
    out.u1(opcode);
    for (int pad = from + 1; pad < Opcodes.aligned(from); pad++) out.u1(0);
    out.u4(leadsTo(at, at + ByteWriter.s4(code, data)) - from);
    if (opcode == Opcodes.TABLESWITCH) {
      out.some(code, data + 4, 8);
      int n = ByteWriter.s4(code, data + 8) - ByteWriter.s4(code, data + 4) + 1;
      for (int i = 0; i < n; i++) out.u4(leadsTo(at, at + ByteWriter.s4(code, data + 12 + 4 * i)) - from);
    } else {
      int n = ByteWriter.s4(code, data + 4);
      out.u4(n);
      for (int i = 0; i < n; i++) {
        out.some(code, data + 8 + 8 * i, 4).u4(leadsTo(at, at + ByteWriter.s4(code, data + 12 + 8 * i)) - from);
      }
    }
  }

  private int leadsTo(int jump, int target) {
    if (detours.get(target) != null) {
      for (Detour detour : detours.get(target)) if (detour.jump == jump) return detour.position;
    }
    return labels[target];
  }

  private static void writeGoto(int from, int to, ByteWriter out) {
    out.u1(Opcodes.GOTO).u2(near(to - from));
  }

  private static int near(int distance) {
    if (distance != (short) distance) throw new IllegalStateException("jump too far");
    return distance;
  }

  private void writeHandlers(ByteWriter out, int end) {
    List<int[]> handlers = handlers();
    out.u2(handlers.size() + (handler == null ? 0 : 1));
    for (int[] it : handlers) out.u2(labels[it[0]]).u2(ends[it[1]]).u2(labels[it[2]]).u2(it[3]);
    if (handler != null) out.u2(handledFrom == 0 ? 0 : labels[handledFrom]).u2(end).u2(end).u2(0);
  }

  private byte[] movedLines(byte[] table) {
    ByteWriter out = new ByteWriter().some(table, 0, 2);
    for (int at = 2; at < table.length; at += 4) {
      int offset = ByteWriter.u2(table, at);
      out.u2(offset == 0 ? 0 : labels[offset]).some(table, at + 2, 2);
    }
    return out.done();
  }

  private byte[] movedVariables(byte[] table) {
    ByteWriter out = new ByteWriter().some(table, 0, 2);
    for (int at = 2; at < table.length; at += 10) {
      int from = ByteWriter.u2(table, at), end = from + ByteWriter.u2(table, at + 2);
      int start = from == 0 ? 0 : labels[from];
      out.u2(start).u2(Math.max(0, ends[end] - start)).some(table, at + 4, 6);
    }
    return out.done();
  }

  private byte[] movedFrames(List<StackFrames.Frame> frames, int[][] initial, int end) {
    List<StackFrames.Frame> moved = new ArrayList<StackFrames.Frame>();
    for (StackFrames.Frame frame : frames) {
      List<Detour> here = detours.get(frame.offset);
      if (here != null) {
        for (Detour it : here) moved.add(new StackFrames.Frame(it.position, frame.locals, frame.stack));
      }
      moved.add(new StackFrames.Frame(labels[frame.offset], frame.locals, frame.stack));
    }
    if (handler != null) {
      int[][] thrown = {{7, file.addClass("java/lang/Throwable")}};
      moved.add(new StackFrames.Frame(end, new int[0][], thrown));
    }
    return StackFrames.write(moved, initial, new StackFrames.Moved() {
      public int instruction(int oldOffset) {
        return instructions[oldOffset];
      }
    });
  }

  private static int sizeOf(ByteWriter writer) {
    return writer == null ? 0 : writer.length();
  }
}
