package culprit;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tests that are asked for: `Class#method`, `Class#method[2]` (one of its cases), `Class`, a file, `file:line`. A
 * method stands for all of its name; where several have one name each is `Class#method(int, String)`.
 */
final class Selection {
  /** One test asked for: the classes it may be in, and the id of a method or case; null for all of them. */
  static final class Wanted {
    final String asked, id;
    final List<String> classes;

    Wanted(String asked, String id, List<String> classes) {
      this.asked = asked;
      this.id = id;
      this.classes = classes;
    }

    /** Whether it is this test, or all tests of its method are wanted. */
    boolean names(String test) {
      return id == null || test.equals(id) || withoutCase(test).equals(id) || withoutParameters(test).equals(id)
          || withoutParameters(withoutCase(test)).equals(id);
    }
  }

  private static final Pattern PLACE = Pattern.compile("(.*\\.java):(\\d+)");
  final List<Wanted> wanted = new ArrayList<Wanted>();
  final Set<String> leaveOut;

  Selection(Session session, BuiltClasses built) {
    leaveOut = new LinkedHashSet<String>(session.request.all("leaveOut"));
    for (String test : session.request.all("test")) {
      Matcher place = PLACE.matcher(test);
      if (place.matches()) {
        String id = built.methodAt(place.group(1), Integer.parseInt(place.group(2)));
        if (id != null) add(test, id);
        else wanted.add(new Wanted(test, null, new ArrayList<String>()));
      } else if (test.endsWith(".java")) {
        wanted.add(new Wanted(test, null, built.of(test)));
      } else {
        add(test, test);
      }
    }
  }

  private void add(String asked, String id) {
    int hash = id.indexOf('#');
    List<String> classes = new ArrayList<String>();
    classes.add(hash < 0 ? id : id.substring(0, hash));
    wanted.add(new Wanted(asked, hash < 0 ? null : id, classes));
  }

  /** All classes in which something is wanted, in order. */
  Set<String> classes() {
    Set<String> all = new LinkedHashSet<String>();
    for (Wanted it : wanted) all.addAll(it.classes);
    return all;
  }

  static String withoutCase(String id) {
    int at = id.length();
    while (0 < at && id.charAt(at - 1) == ']' && 0 <= id.lastIndexOf('[', at)) at = id.lastIndexOf('[', at - 1);
    return id.substring(0, Math.max(0, at));
  }

  static String withoutParameters(String id) {
    int open = id.indexOf('(', id.indexOf('#') + 1), close = id.indexOf(')', open + 1);
    return open < 0 || close < 0 ? id : id.substring(0, open) + id.substring(close + 1);
  }
}
