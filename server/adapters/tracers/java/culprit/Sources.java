package culprit;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The source files of the repository: which one a class is from, and on which line something is defined, which class files
 * do not say. Leaves out parsing: a definition is looked for upwards from its first line that has code.
 */
final class Sources {
  private final String repository;
  /** From `com/acme/Foo.java`, as class files name it, to the repository's own path. */
  private final Map<String, String> files = new HashMap<String, String>();
  private final Map<String, String[]> texts = new HashMap<String, String[]>();

  Sources(Request request) {
    repository = request.one("repository");
    for (String source : request.all("source")) {
      int tab = source.indexOf('\t');
      files.put(source.substring(0, tab), source.substring(tab + 1));
    }
  }

  /** The file a class is from, relative to the repository, or null. */
  String fileOf(ClassFile file) {
    String source = file.sourceFile();
    return source == null ? null : files.get(file.name.substring(0, file.name.lastIndexOf('/') + 1) + source);
  }

  /** The same from what a stack trace says. */
  String fileOf(String className, String source) {
    if (source == null) return null;
    return files.get(className.substring(0, className.lastIndexOf('.') + 1).replace('.', '/') + source);
  }

  /** What class files may call a file of the repository. */
  List<String> keysOf(String file) {
    List<String> keys = new ArrayList<String>();
    for (Map.Entry<String, String> it : files.entrySet()) if (it.getValue().equals(file)) keys.add(it.getKey());
    return keys;
  }

  /** A line of a file, from 1; empty where there is none. */
  String line(String file, int line) {
    String[] lines = textOf(file);
    return 0 < line && line <= lines.length ? lines[line - 1] : "";
  }

  /** The line at or above `from` (and not above `first`) in which the pattern is found, else `from`. */
  int lineAbove(String file, int from, int first, Pattern pattern) {
    for (int line = from; first <= line && 0 < line; line--) if (pattern.matcher(line(file, line)).find()) return line;
    return from;
  }

  /** What the pattern's first group holds in a line, or null. */
  String group(String file, int line, Pattern pattern) {
    Matcher matcher = pattern.matcher(line(file, line));
    return matcher.find() ? matcher.group(1) : null;
  }

  private synchronized String[] textOf(String file) {
    String[] known = texts.get(file);
    if (known != null) return known;
    String[] lines = {};
    try {
      RandomAccessFile in = new RandomAccessFile(new File(repository, file), "r");
      try {
        byte[] bytes = new byte[(int) in.length()];
        in.readFully(bytes);
        lines = new String(bytes, "UTF-8").split("\r\n|\r|\n", -1);
      } finally {
        in.close();
      }
    } catch (IOException gone) {
      // no lines then
    }
    texts.put(file, lines);
    return lines;
  }
}
