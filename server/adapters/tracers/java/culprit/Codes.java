package culprit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The functions of a traced run, numbered as they are met, and the lines whose values are wanted. */
final class Codes {
  final Sources sources;
  final ValueLog values;
  private final Events events;
  private final Map<String, Integer> indexes = new HashMap<String, Integer>();
  private final Map<String, List<int[]>> wanted = new HashMap<String, List<int[]>>();

  Codes(Request request, Sources sources, Events events, ValueLog values) {
    this.sources = sources;
    this.events = events;
    this.values = values;
    for (String range : request.all("values")) {
      String[] parts = range.split("\t");
      if (!wanted.containsKey(parts[2])) wanted.put(parts[2], new ArrayList<int[]>());
      wanted.get(parts[2]).add(new int[] {Integer.parseInt(parts[0]), Integer.parseInt(parts[1])});
    }
  }

  /** The number of a function; overloads at different lines have their own. */
  synchronized int add(String file, String name, int line) {
    String key = file + "\t" + line + "\t" + name;
    Integer known = indexes.get(key);
    if (known != null) return known;
    int index = indexes.size();
    if (Trace.MAX_CODES <= index) throw new IllegalStateException("too many functions");
    indexes.put(key, index);
    Trace.makeRoom(index);
    events.write("{\"e\":\"code\",\"i\":" + index + ",\"file\":" + Json.text(file) + ",\"name\":" + Json.text(name)
        + ",\"line\":" + line + "}");
    return index;
  }

  boolean wantsValue(String file, int line) {
    return wantsValues(file, line, line);
  }

  boolean wantsValues(String file, int first, int last) {
    List<int[]> ranges = wanted.get(file);
    if (ranges == null) return false;
    for (int[] range : ranges) if (range[0] <= last && first <= range[1]) return true;
    return false;
  }
}
