package culprit;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Exceptions and live stacks as JSON: type, message, frames outermost first, without those of the runner and ours. */
final class Exceptions {
  private static final int MAX_LINKS = 5, MAX_OUTER = 20, MAX_INNER = 80, MAX_MESSAGE = 4000;
  private static final Pattern RUNNER = Pattern.compile("(org\\.junit|junit\\.framework|junit\\.extensions|culprit|"
      + "jdk\\.internal\\.reflect|java\\.lang\\.reflect|sun\\.reflect|java\\.lang\\.invoke)\\..*");
  private final Sources sources;
  private final String outFolder;

  Exceptions(Sources sources, String outFolder) {
    this.sources = sources;
    this.outFolder = outFolder;
  }

  /** An exception with the chain that led to it. */
  String of(Throwable thrown) {
    return link(thrown, MAX_LINKS, new IdentityHashMap<Throwable, Boolean>());
  }

  /** A live stack as if an exception had been raised where it stands. */
  String running(String message, StackTraceElement[] stack) {
    return raised("Timeout", message, stack, null);
  }

  private String link(Throwable thrown, int links, Map<Throwable, Boolean> seen) {
    seen.put(thrown, true);
    Throwable cause = thrown.getCause();
    String chained = cause == null || seen.containsKey(cause) || links <= 1 ? null : link(cause, links - 1, seen);
    return raised(thrown.getClass().getName(), messageOf(thrown), thrown.getStackTrace(), chained);
  }

  private String messageOf(Throwable thrown) {
    String text;
    try {
      text = String.valueOf(thrown.getMessage());
    } catch (Throwable cannot) {
      text = "<a message that cannot be printed>";
    }
    text = text.replace(outFolder, "<tmp>");
    return text.length() <= MAX_MESSAGE ? text : text.substring(0, MAX_MESSAGE) + "\u2026";
  }

  private String raised(String type, String message, StackTraceElement[] stack, String chained) {
    List<StackTraceElement> kept = new ArrayList<StackTraceElement>();
    for (int i = stack.length - 1; 0 <= i; i--) {
      boolean isRunner = RUNNER.matcher(stack[i].getClassName()).matches();
      if (!isRunner && 0 <= stack[i].getLineNumber()) kept.add(stack[i]);
    }
    dropCallers(kept);
    StringBuilder out = new StringBuilder("{\"type\":").append(Json.text(type)).append(",\"message\":")
        .append(Json.text(message)).append(",\"frames\":[");
    int n = kept.size();
    for (int i = 0; i < n; i++) {
      if (MAX_OUTER <= i && i < n - MAX_INNER) continue;
      if (out.charAt(out.length() - 1) != '[') out.append(',');
      frame(kept.get(i), out);
    }
    out.append("],\"chainedBy\":").append(chained == null ? "null" : "\"cause\"");
    return out.append(",\"chained\":").append(chained).append('}').toString();
  }

  /** Before the first frame of the repository there is only what called the test. */
  private void dropCallers(List<StackTraceElement> frames) {
    int first = 0;
    while (first < frames.size() && !isOwn(frames.get(first))) first++;
    if (first < frames.size()) frames.subList(0, first).clear();
  }

  private boolean isOwn(StackTraceElement frame) {
    return sources.fileOf(frame.getClassName(), frame.getFileName()) != null;
  }

  private void frame(StackTraceElement it, StringBuilder out) {
    String className = it.getClassName(), file = sources.fileOf(className, it.getFileName());
    String folder = className.substring(0, className.lastIndexOf('.') + 1).replace('.', '/');
    String shown = file != null ? file : folder + it.getFileName();
    out.append("{\"file\":").append(Json.text(shown)).append(",\"line\":").append(Math.max(1, it.getLineNumber()))
        .append(",\"function\":").append(Json.text(functionOf(className, it.getMethodName())))
        .append(",\"inRepository\":").append(file != null).append(",\"locals\":[]}");
  }

  /** `Class.method` as the graph has it, as far as a name alone says. */
  private static String functionOf(String className, String method) {
    String owner = className.substring(className.lastIndexOf('.') + 1).replace('$', '.');
    if (method.equals("<clinit>")) return owner;
    if (method.equals("<init>")) return owner + "." + owner.substring(owner.lastIndexOf('.') + 1);
    if (method.startsWith("lambda$") && 7 < method.lastIndexOf('$')) {
      return owner + "." + method.substring(7, method.lastIndexOf('$'));
    }
    return owner + "." + method;
  }
}
