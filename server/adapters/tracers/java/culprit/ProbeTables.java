package culprit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which flag stands for which line or branch of which file: one table for each class that has probes. */
final class ProbeTables {
  /** The probes of a class, numbered as they come. */
  static final class Table {
    final String file;
    private final Map<Integer, Integer> inner = new HashMap<Integer, Integer>();
    private final Map<Integer, Integer> outer = new HashMap<Integer, Integer>();
    private final List<String> branches = new ArrayList<String>();
    private final ProbeTables tables;
    int firstFlag = -1, firstOuter = -1;

    private Table(String file, ProbeTables tables) {
      this.file = file;
      this.tables = tables;
    }

    /** The position of a line's probe among those of its kind. */
    int line(int line, boolean isOuter) {
      Map<Integer, Integer> lines = isOuter ? outer : inner;
      Integer known = lines.get(line);
      if (known != null) return known;
      lines.put(line, lines.size());
      return lines.size() - 1;
    }

    int branch(int line, int index, String outcome) {
      branches.add("[" + line + "," + index + ",\"" + outcome + "\"]");
      return branches.size() - 1;
    }

    /** The next decision of a line of the file. */
    int nextDecision(int line) {
      String key = file + ":" + line;
      Integer known = tables.decisions.get(key);
      tables.decisions.put(key, known == null ? 1 : known + 1);
      return known == null ? 0 : known;
    }
  }

  private final List<Table> tables = new ArrayList<Table>();
  private final Map<String, Integer> decisions = new HashMap<String, Integer>();
  private final Events events;
  private int nFlags, nOuter;

  ProbeTables(Events events) {
    this.events = events;
  }

  Table newTable(String file) {
    return new Table(file, this);
  }

  /** Gives the probes of a table their flags; false where there is no room left. */
  synchronized boolean place(Table table) {
    int n = table.inner.size() + table.branches.size();
    if (Flags.p.length < nFlags + n || Flags.o.length < nOuter + table.outer.size()) return false;
    table.firstFlag = nFlags;
    table.firstOuter = nOuter;
    nFlags += n;
    nOuter += table.outer.size();
    return true;
  }

  /** Tells of a table; from now on its flags are looked at. */
  synchronized void announce(Table table) {
    events.write("{\"e\":\"file\",\"i\":" + tables.size() + ",\"file\":" + Json.text(table.file) + ",\"inner\":"
        + inOrder(table.inner) + ",\"outer\":" + inOrder(table.outer) + ",\"branches\":" + table.branches + "}");
    tables.add(table);
  }

  int firstBranch(Table table) {
    return table.firstFlag + table.inner.size();
  }

  /** The flags set since the last time as JSON, statements and branches; null where there are none. */
  synchronized String[] take() {
    StringBuilder hits = new StringBuilder(), branches = new StringBuilder();
    byte[] flags = Flags.p;
    for (int i = 0; i < tables.size(); i++) {
      Table table = tables.get(i);
      int from = table.firstFlag, middle = from + table.inner.size();
      append(hits, i, flags, from, middle);
      append(branches, i, flags, middle, middle + table.branches.size());
    }
    boolean any = hits.length() != 0 || branches.length() != 0;
    Arrays.fill(flags, 0, nFlags, (byte) 0);
    return any ? new String[] {"{" + hits + "}", "{" + branches + "}"} : null;
  }

  /** What ran when classes were made ready. */
  synchronized String outer() {
    StringBuilder hits = new StringBuilder();
    for (int i = 0; i < tables.size(); i++) {
      Table table = tables.get(i);
      append(hits, i, Flags.o, table.firstOuter, table.firstOuter + table.outer.size());
    }
    return "{" + hits + "}";
  }

  private static void append(StringBuilder out, int index, byte[] flags, int from, int to) {
    int last = to - 1;
    while (from <= last && flags[last] == 0) last--;
    if (last < from) return;
    if (out.length() != 0) out.append(',');
    out.append('"').append(index).append("\":\"");
    for (int at = from; at <= last; at++) out.append((char) ('0' + flags[at]));
    out.append('"');
  }

  private static String inOrder(Map<Integer, Integer> positions) {
    int[] lines = new int[positions.size()];
    for (Map.Entry<Integer, Integer> it : positions.entrySet()) lines[it.getValue()] = it.getKey();
    return Arrays.toString(lines);
  }
}
