package culprit;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.MethodSource;

/** From the platform's unique ids to ours (`Class$Nested#method[2]`) and, for the cases of a test, back. */
final class PlatformIds {
  private static final Pattern OLD_TEST = Pattern.compile("(.*)\\(([\\w.$]+)\\)(\\[\\d+\\])?", Pattern.DOTALL);
  private static final Pattern CASE = Pattern.compile("\\[(\\d+)\\]");
  private final Map<String, Boolean> overloaded = new HashMap<String, Boolean>();

  /** Our id; `source` may be null. */
  String of(UniqueId unique, TestSource source) {
    StringBuilder id = new StringBuilder();
    List<UniqueId.Segment> segments = unique.getSegments();
    for (UniqueId.Segment segment : segments) {
      String type = segment.getType(), value = segment.getValue();
      if (type.equals("engine") || type.equals("suite")) {
        id.setLength(0);
      } else if (type.equals("class") || type.equals("class-template")) {
        id.append(value);
      } else if (type.equals("nested-class") || type.equals("nested-class-template")) {
        id.append('$').append(value);
      } else if (type.equals("method") || type.equals("test-template") || type.equals("test-factory")) {
        id.append('#').append(methodOf(id.toString(), value));
      } else if (value.startsWith("#")) {
        id.append('[').append(value.substring(1)).append(']');
      } else {
        return other(segments.get(segments.size() - 1), id, source);
      }
    }
    return id.toString();
  }

  /** Of engines other than Jupiter. */
  private static String other(UniqueId.Segment last, StringBuilder id, TestSource source) {
    Matcher old = OLD_TEST.matcher(last.getValue());
    if (last.getType().equals("test") && old.matches()) {
      return old.group(2) + "#" + old.group(1) + (old.group(3) == null ? "" : old.group(3));
    }
    if (last.getType().equals("runner")) return last.getValue();
    if (source instanceof MethodSource) {
      return ((MethodSource) source).getClassName() + "#" + ((MethodSource) source).getMethodName();
    }
    return (id.length() == 0 ? "" : id + "#") + last.getValue();
  }

  String classOf(String id) {
    int hash = id.indexOf('#');
    return Selection.withoutCase(hash < 0 ? id : id.substring(0, hash));
  }

  /** With its parameters only where another method of the class has the same name. */
  private String methodOf(String className, String value) {
    int open = value.indexOf('(');
    if (open < 0) return value;
    String name = value.substring(0, open), key = className + "#" + name;
    Boolean known = overloaded.get(key);
    if (known == null) {
      int n = 0;
      try {
        Class<?> type = Class.forName(Selection.withoutCase(className), false, ClassLoader.getSystemClassLoader());
        for (Method it : type.getDeclaredMethods()) if (it.getName().equals(name) && !it.isSynthetic()) n++;
      } catch (Throwable unknown) {
        n = 1;
      }
      known = 1 < n;
      overloaded.put(key, known);
    }
    return known ? value.replace(", ", ",") : name;
  }

  /** Unique ids that the cases `[2]` or `[2][1]` of a test may have. */
  List<String> caseOf(String unique, String cases) {
    List<String> found = new ArrayList<String>();
    UniqueId at = UniqueId.parse(unique);
    String type = at.getSegments().get(at.getSegments().size() - 1).getType();
    List<String> numbers = new ArrayList<String>();
    Matcher matcher = CASE.matcher(cases);
    while (matcher.find()) numbers.add("#" + matcher.group(1));
    for (int i = 0; i < numbers.size(); i++) {
      boolean isLast = i == numbers.size() - 1;
      if (type.equals("test-template")) at = at.append("test-template-invocation", numbers.get(i));
      else {
        if (isLast) found.add(at.append("dynamic-container", numbers.get(i)).toString());
        at = at.append(isLast ? "dynamic-test" : "dynamic-container", numbers.get(i));
      }
    }
    found.add(at.toString());
    return found;
  }
}
