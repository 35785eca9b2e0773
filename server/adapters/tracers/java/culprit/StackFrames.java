package culprit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The frames a verifier wants at the targets of jumps (JVMS 4.7.4), made absolute when read and packed again when
 * written, so that code can be put between them. Leaves out working out frames of its own.
 */
final class StackFrames {
  static final int UNINITIALIZED = 8;

  /** Types of locals and of the stack; of each the tag and, for objects and `new`, a constant or an offset. */
  static final class Frame {
    final int offset;
    final int[][] locals, stack;

    Frame(int offset, int[][] locals, int[][] stack) {
      this.offset = offset;
      this.locals = locals;
      this.stack = stack;
    }
  }

  /** Where an instruction of the old code stands in the new. */
  interface Moved {
    int instruction(int oldOffset);
  }

  private StackFrames() {}

  /** The locals at the beginning of a method. */
  static int[][] initialLocals(ClassFile file, ClassFile.Method method) {
    List<int[]> locals = new ArrayList<int[]>();
    if (!method.isStatic()) {
      locals.add(method.name.equals("<init>") ? new int[] {6, 0} : new int[] {7, file.addClass(file.name)});
    }
    String text = method.descriptor;
    for (int at = 1; text.charAt(at) != ')';) {
      int end = endOfType(text, at);
      char kind = text.charAt(at);
      if (kind == 'J') locals.add(new int[] {4, 0});
      else if (kind == 'D') locals.add(new int[] {3, 0});
      else if (kind == 'F') locals.add(new int[] {2, 0});
      else if (kind == 'L') locals.add(new int[] {7, file.addClass(text.substring(at + 1, end - 1))});
      else if (kind == '[') locals.add(new int[] {7, file.addClass(text.substring(at, end))});
      else locals.add(new int[] {1, 0});
      at = end;
    }
    return locals.toArray(new int[0][]);
  }

  /** One past the type that begins at `at` of a descriptor. */
  static int endOfType(String descriptor, int at) {
    while (descriptor.charAt(at) == '[') at++;
    return descriptor.charAt(at) == 'L' ? descriptor.indexOf(';', at) + 1 : at + 1;
  }

  /** All frames of a `StackMapTable`, in order. */
  static List<Frame> read(byte[] table, int[][] initial) {
    List<Frame> frames = new ArrayList<Frame>();
    int n = ByteWriter.u2(table, 0), offset = -1;
    int[] at = {2};
    int[][] locals = initial;
    for (int i = 0; i < n; i++) {
      int kind = ByteWriter.u1(table, at[0]++);
      int[][] stack = {};
      int delta = kind < 128 ? kind & 63 : ByteWriter.u2(table, at[0]);
      if (128 <= kind) at[0] += 2;
      if (64 <= kind && kind < 128 || kind == 247) {
        stack = types(table, at, 1);
      } else if (248 <= kind && kind <= 250) {
        locals = Arrays.copyOf(locals, locals.length - (251 - kind));
      } else if (252 <= kind && kind <= 254) {
        int[][] more = types(table, at, kind - 251);
        int before = locals.length;
        locals = Arrays.copyOf(locals, before + more.length);
        System.arraycopy(more, 0, locals, before, more.length);
      } else if (kind == 255) {
        locals = types(table, at, u2(table, at));
        stack = types(table, at, u2(table, at));
      } else if (128 <= kind && kind != 251) {
        throw new IllegalArgumentException("unknown frame " + kind);
      }
      offset += delta + 1;
      frames.add(new Frame(offset, locals, stack));
    }
    return frames;
  }

  /** A table of frames that are in order of their offsets in the new code. */
  static byte[] write(List<Frame> frames, int[][] initial, Moved moved) {
    ByteWriter out = new ByteWriter().u2(frames.size());
    int last = -1;
    int[][] locals = initial;
    for (Frame frame : frames) {
      int delta = frame.offset - last - 1;
      boolean sameLocals = Arrays.deepEquals(locals, frame.locals);
      if (sameLocals && frame.stack.length == 0) {
        if (delta < 64) out.u1(delta);
        else out.u1(251).u2(delta);
      } else if (sameLocals && frame.stack.length == 1) {
        out.u1(247).u2(delta);
        writeTypes(frame.stack, out, moved);
      } else {
        out.u1(255).u2(delta).u2(frame.locals.length);
        writeTypes(frame.locals, out, moved);
        out.u2(frame.stack.length);
        writeTypes(frame.stack, out, moved);
      }
      last = frame.offset;
      locals = frame.locals;
    }
    return out.done();
  }

  private static int u2(byte[] table, int[] at) {
    at[0] += 2;
    return ByteWriter.u2(table, at[0] - 2);
  }

  private static int[][] types(byte[] table, int[] at, int count) {
    int[][] found = new int[count][];
    for (int i = 0; i < count; i++) {
      int tag = ByteWriter.u1(table, at[0]++);
      found[i] = new int[] {tag, tag == 7 || tag == UNINITIALIZED ? u2(table, at) : 0};
    }
    return found;
  }

  private static void writeTypes(int[][] types, ByteWriter out, Moved moved) {
    for (int[] type : types) {
      out.u1(type[0]);
      if (type[0] == 7) out.u2(type[1]);
      if (type[0] == UNINITIALIZED) out.u2(moved.instruction(type[1]));
    }
  }
}
