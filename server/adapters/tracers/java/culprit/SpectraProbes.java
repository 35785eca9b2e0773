package culprit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Statement and branch flags: `Flags.p[i] = 1` before each line and on each way of a decision. */
final class SpectraProbes implements Instrumented.Probes {
  private static final String FLAGS = "culprit/Flags";
  private final ClassFile file;
  private final ProbeTables tables;
  private final ProbeTables.Table table;
  private final Map<ClassFile.Method, int[]> branchesOf = new HashMap<ClassFile.Method, int[]>();

  private SpectraProbes(ClassFile file, ProbeTables tables, ProbeTables.Table table) {
    this.file = file;
    this.tables = tables;
    this.table = table;
  }

  /** Instruments a class of the source file `source`; false where nothing is to be done. */
  static boolean put(ClassFile file, String source, ProbeTables tables) {
    SpectraProbes probes = new SpectraProbes(file, tables, tables.newTable(source));
    if (!probes.count() || !tables.place(probes.table)) return false;
    Instrumented.edit(file, probes);
    tables.announce(probes.table);
    return true;
  }

  public int stack() {
    return 3;
  }

  /** All probes have to be counted before any can be numbered. */
  private boolean count() {
    boolean any = false;
    for (ClassFile.Method method : file.methods) {
      if (!Instrumented.isOfSource(method)) continue;
      CodeEditor editor;
      try {
        editor = new CodeEditor(file, method);
      } catch (RuntimeException cannot) {
        continue;
      }
      int[] lines = Instrumented.linesOf(editor);
      if (lines == null) continue;
      any = true;
      boolean isOuter = method.name.equals("<clinit>");
      for (int start : Instrumented.lineStarts(editor)) table.line(lines[start], isOuter);
      if (isOuter) continue;
      List<Branches.Way> ways = Branches.of(file, editor, lines);
      int[] positions = new int[ways.size()];
      int decision = -1, index = 0;
      for (int i = 0; i < positions.length; i++) {
        Branches.Way way = ways.get(i);
        if (way.decision != decision) index = table.nextDecision(way.line);
        decision = way.decision;
        positions[i] = table.branch(way.line, index, way.outcome);
      }
      branchesOf.put(method, positions);
    }
    return any;
  }

  public void put(ClassFile.Method method, CodeEditor editor, int[] lines, boolean withBranches) {
    boolean isOuter = method.name.equals("<clinit>");
    if (withBranches && !isOuter) {
      int[] positions = branchesOf.get(method);
      List<Branches.Way> ways = Branches.of(file, editor, lines);
      int first = tables.firstBranch(table);
      for (int i = 0; i < positions.length; i++) {
        Branches.Way way = ways.get(i);
        ByteWriter flag = flag(new ByteWriter(), "p", first + positions[i]);
        if (way.jump < 0) editor.before(way.target).all(flag.done());
        else if (way.target < 0) editor.onEdge(way.jump + 3).all(flag.done());
        else editor.onJump(way.jump, way.target, flag.done());
      }
    }
    for (int start : Instrumented.lineStarts(editor)) {
      int base = isOuter ? table.firstOuter : table.firstFlag;
      flag(editor.before(start), isOuter ? "o" : "p", base + table.line(lines[start], isOuter));
    }
  }

  private ByteWriter flag(ByteWriter out, String array, int index) {
    out.u1(Opcodes.GETSTATIC).u2(file.addField(FLAGS, array, "[B"));
    Instrumented.push(file, out, index);
    return out.u1(Opcodes.ICONST_0 + 1).u1(Opcodes.BASTORE);
  }
}
