package culprit;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Prints values for people, bounded, and without running code of the program under test: only the platform's own classes
 * are asked to print or list themselves, of any other object its class and the fields stored in it are shown.
 */
final class Values {
  static final String REDACTED = "<redacted>";
  private static final int MAX_CHARS = 200, MAX_ITEMS = 12, MAX_DEPTH = 2, MAX_TEXT = 100;
  private static final Pattern SECRET = Pattern.compile("(?i)pass(word|wd|phrase)|secret|api_?key|authorization|credential|"
      + "private_?key|access_?key|(?:^|_)token(?:$|_)|[a-z]Token$|^auth_?token|access_?token");
  /** Containers of the platform that hold what they list, and ask nobody else for it. */
  private static final Pattern CONTAINERS = Pattern.compile("java\\.util\\.(ArrayList|LinkedList|ArrayDeque|Vector|Stack|"
      + "HashMap|LinkedHashMap|TreeMap|HashSet|LinkedHashSet|TreeSet|IdentityHashMap|EnumMap|Hashtable|PriorityQueue|"
      + "Arrays\\$ArrayList|ImmutableCollections\\$.*|Collections\\$(Empty|Singleton).*|RegularEnumSet|"
      + "concurrent\\.(ConcurrentHashMap|CopyOnWriteArrayList|ConcurrentLinkedQueue|LinkedBlockingQueue))");
  /** Values of the platform that are what they print. */
  private static final Pattern PRINTABLE = Pattern.compile("java\\.lang\\.(String(Builder|Buffer)|Boolean|Byte|Short|Integer|"
      + "Long|Float|Double)|java\\.math\\..*|java\\.time\\.[^.]*|java\\.util\\.(UUID|Locale|BitSet|Optional(Int|Long|Double)|"
      + "concurrent\\.atomic\\.Atomic(Integer|Long|Boolean))|java\\.net\\.URI|java\\.io\\.File|sun\\.nio\\.fs\\..*Path");

  private Values() {}

  /** Whether a name is one whose value is not to be shown. */
  static boolean isSecret(String name) {
    return SECRET.matcher(name).find();
  }

  static boolean holdsText(Object value) {
    return value instanceof CharSequence || value instanceof Collection || value instanceof Map
        || value != null && value.getClass().isArray();
  }

  static String print(Object value) {
    try {
      StringBuilder out = new StringBuilder();
      append(value, 0, out);
      return out.length() <= MAX_CHARS ? out.toString() : out.substring(0, MAX_CHARS - 1) + "\u2026";
    } catch (Throwable cannot) {
      return "<unprintable>"; // for example a container that another thread is changing
    }
  }

  private static void append(Object value, int depth, StringBuilder out) {
    if (MAX_CHARS < out.length()) return;
    if (value == null) {
      out.append("null");
      return;
    }
    Class<?> type = value.getClass();
    String name = type.getName();
    boolean ofPlatform = type.getClassLoader() == null;
    if (value instanceof String) quote((String) value, '"', out);
    else if (value instanceof Character) quote(value.toString(), '\'', out);
    else if (value instanceof Enum) out.append(((Enum<?>) value).name());
    else if (value instanceof Class) out.append(((Class<?>) value).getName());
    else if (type.isArray()) appendArray(value, depth, out);
    else if (ofPlatform && PRINTABLE.matcher(name).matches()) out.append(clip(value.toString()));
    else if (ofPlatform && value instanceof Map && CONTAINERS.matcher(name).matches()) {
      appendMap((Map<?, ?>) value, depth, out);
    } else if (ofPlatform && value instanceof Collection && CONTAINERS.matcher(name).matches()) {
      appendItems((Collection<?>) value, depth, out);
    } else if (value instanceof Optional) {
      out.append("Optional[");
      append(((Optional<?>) value).orElse(null), depth, out);
      out.append(']');
    } else if (value instanceof Throwable) {
      out.append(name);
      if (ofPlatform) out.append("(").append(clip(String.valueOf(((Throwable) value).getMessage()))).append(')');
    } else appendObject(value, type, depth, ofPlatform, out);
  }

  private static void appendArray(Object array, int depth, StringBuilder out) {
    int n = Array.getLength(array);
    out.append('[');
    if (MAX_DEPTH <= depth && 0 < n) out.append('\u2026');
    else {
      for (int i = 0; i < Math.min(n, MAX_ITEMS); i++) {
        if (0 < i) out.append(", ");
        append(Array.get(array, i), depth + 1, out);
      }
      more(n, out);
    }
    out.append(']');
  }

  private static void appendItems(Collection<?> items, int depth, StringBuilder out) {
    out.append('[');
    if (MAX_DEPTH <= depth && !items.isEmpty()) out.append('\u2026');
    else {
      int i = 0;
      for (Iterator<?> it = items.iterator(); i < MAX_ITEMS && it.hasNext(); i++) {
        if (0 < i) out.append(", ");
        append(it.next(), depth + 1, out);
      }
      more(items.size(), out);
    }
    out.append(']');
  }

  private static void appendMap(Map<?, ?> map, int depth, StringBuilder out) {
    out.append('{');
    if (MAX_DEPTH <= depth && !map.isEmpty()) out.append('\u2026');
    else {
      int i = 0;
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        if (i == MAX_ITEMS) break;
        if (0 < i++) out.append(", ");
        Object key = entry.getKey(), value = entry.getValue();
        append(key, depth + 1, out);
        out.append('=');
        if (key instanceof String && isSecret((String) key) && holdsText(value)) out.append(REDACTED);
        else append(value, depth + 1, out);
      }
      more(map.size(), out);
    }
    out.append('}');
  }

  private static void more(int n, StringBuilder out) {
    if (MAX_ITEMS < n) out.append(", \u2026 ").append(n).append(" in all");
  }

  /** The class, and the fields it stores where those may be read. */
  private static void appendObject(Object value, Class<?> type, int depth, boolean ofPlatform, StringBuilder out) {
    String name = type.getName();
    out.append(name.substring(name.lastIndexOf('.') + 1));
    if (ofPlatform || MAX_DEPTH <= depth) return;
    List<Field> fields = new ArrayList<Field>();
    for (Class<?> at = type; at != null && at.getClassLoader() != null; at = at.getSuperclass()) {
      for (Field field : at.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !field.isSynthetic()) fields.add(field);
      }
    }
    out.append('{');
    for (int i = 0; i < Math.min(fields.size(), MAX_ITEMS); i++) {
      Field field = fields.get(i);
      if (0 < i) out.append(", ");
      out.append(field.getName()).append('=');
      Object content;
      try {
        field.setAccessible(true);
        content = field.get(value);
      } catch (Exception hidden) {
        out.append('?');
        continue;
      }
      if (isSecret(field.getName()) && holdsText(content)) out.append(REDACTED);
      else append(content, Math.max(depth + 1, MAX_DEPTH - 1), out);
    }
    more(fields.size(), out);
    out.append('}');
  }

  private static void quote(String text, char mark, StringBuilder out) {
    out.append(mark);
    for (int i = 0; i < Math.min(text.length(), MAX_TEXT); i++) {
      char c = text.charAt(i);
      if (c == '\n') out.append("\\n");
      else if (c == '\r') out.append("\\r");
      else if (c == '\t') out.append("\\t");
      else if (c == mark || c == '\\') out.append('\\').append(c);
      else out.append(c);
    }
    out.append(MAX_TEXT < text.length() ? "\u2026" : "").append(mark);
  }

  private static String clip(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT - 1) + "\u2026";
  }
}
