package culprit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** The values of the running test: of each place the first and the last few. Leaves out how they are printed. */
final class ValueLog {
  private static final int MAX_FIRST = 8, MAX_LAST = 8, MAX_ALL = 4000;

  private static final class Place {
    final String kind, name;
    final char type;
    final boolean isSecret;
    int nFirst;
    final ArrayDeque<Object[]> last = new ArrayDeque<Object[]>();

    Place(String kind, String name, char type) {
      this.kind = kind;
      this.name = name;
      this.type = type;
      isSecret = Values.isSecret(name);
    }
  }

  private final List<Place> places = new ArrayList<Place>();
  private final List<Object[]> first = new ArrayList<Object[]>();

  /** The number of a new place; `type` is the first letter of its descriptor. */
  synchronized int place(String kind, String name, char type) {
    places.add(new Place(kind, name, type));
    return places.size() - 1;
  }

  void begin() {
    first.clear();
    for (Place place : places) {
      place.nFirst = 0;
      place.last.clear();
    }
  }

  boolean wants(int place) {
    return places.get(place).nFirst < MAX_FIRST || first.size() < MAX_ALL;
  }

  String print(int place, Object value) {
    return places.get(place).isSecret && Values.holdsText(value) ? Values.REDACTED : Values.print(value);
  }

  String printInt(int place, int value) {
    char type = places.get(place).type;
    return type == 'Z' ? Boolean.toString(value != 0) : type == 'C' ? Values.print((char) value) : Integer.toString(value);
  }

  void add(int place, String value, long event) {
    Place of = places.get(place);
    Object[] entry = {event, of, value};
    if (of.nFirst < MAX_FIRST) {
      of.nFirst++;
      first.add(entry);
    } else {
      if (of.last.size() == MAX_LAST) of.last.removeFirst();
      of.last.addLast(entry);
    }
  }

  /** All of them as an event, or null where there are none. */
  String take() {
    List<Object[]> all = new ArrayList<Object[]>(first);
    for (Place place : places) all.addAll(place.last);
    if (all.isEmpty()) return null;
    Collections.sort(all, new Comparator<Object[]>() {
      public int compare(Object[] a, Object[] b) {
        return Long.compare((Long) a[0], (Long) b[0]);
      }
    });
    StringBuilder out = new StringBuilder("{\"e\":\"values\",\"of\":[");
    for (Object[] entry : all.subList(0, Math.min(all.size(), MAX_ALL))) {
      Place place = (Place) entry[1];
      if (out.charAt(out.length() - 1) != '[') out.append(',');
      out.append("{\"at\":").append(entry[0]).append(",\"kind\":\"").append(place.kind).append("\",\"name\":")
          .append(Json.text(place.name)).append(",\"value\":").append(Json.text((String) entry[2])).append('}');
    }
    return out.append("]}").toString();
  }
}
