package culprit;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The classes the build wrote, asked for what their files say: which a source file has, and where a method stands. */
final class BuiltClasses {
  private final Session session;
  private final Map<String, ClassFile> read = new HashMap<String, ClassFile>();
  private final Map<String, List<ClassFile>> byFile = new HashMap<String, List<ClassFile>>();

  BuiltClasses(Session session) {
    this.session = session;
  }

  /** Names of the classes of a source file, nested ones among them. */
  List<String> of(String file) {
    List<String> names = new ArrayList<String>();
    for (ClassFile it : classesOf(file)) names.add(it.name.replace('/', '.'));
    return names;
  }

  private List<ClassFile> classesOf(String file) {
    List<ClassFile> known = byFile.get(file);
    if (known != null) return known;
    List<ClassFile> found = new ArrayList<ClassFile>();
    for (String key : session.sources.keysOf(file)) {
      String folder = key.substring(0, key.lastIndexOf('/') + 1);
      for (String classes : session.request.all("classes")) {
        String[] names = new File(classes, folder).list();
        if (names == null) continue;
        List<String> inOrder = new ArrayList<String>();
        for (String name : names) if (name.endsWith(".class")) inOrder.add(name.substring(0, name.length() - 6));
        java.util.Collections.sort(inOrder);
        for (String name : inOrder) {
          ClassFile it = read(folder + name);
          if (it != null && file.equals(session.sources.fileOf(it))) found.add(it);
        }
      }
    }
    byFile.put(file, found);
    return found;
  }

  /** `Class#method` of the method a line belongs to, the comments and annotations above it among its lines, or null. */
  String methodAt(String file, int line) {
    String found = null;
    int nearest = Integer.MAX_VALUE;
    for (ClassFile it : classesOf(file)) {
      for (ClassFile.Method method : it.methods) {
        boolean isNamed = Instrumented.isOfSource(method) && !method.name.startsWith("<") && !method.name.contains("$");
        int[] lines = isNamed ? Instrumented.linesOf(new CodeEditor(it, method)) : null;
        if (lines == null) continue;
        int last = 0;
        for (int at : lines) last = Math.max(last, at);
        if (line <= last && last < nearest) {
          nearest = last;
          found = it.name.replace('/', '.') + "#" + method.name;
        }
      }
    }
    return found;
  }

  /** Where a test stands: in the file of its class, at its own line where it is of that class. */
  TestPlace place(String id, String className, String method) {
    ClassFile of = read(className.replace('.', '/'));
    String file = of == null ? null : session.sources.fileOf(of);
    if (file == null) return new TestPlace(id, className.replace('.', '/') + ".java", 0);
    return new TestPlace(id, file, method == null ? 0 : lineOf(of, file, method));
  }

  private int lineOf(ClassFile of, String file, String name) {
    for (ClassFile.Method method : of.methods) {
      if (!method.name.equals(name) || !Instrumented.isOfSource(method)) continue;
      int[] lines = Instrumented.linesOf(new CodeEditor(of, method));
      if (lines == null) continue;
      int first = Integer.MAX_VALUE;
      for (int line : lines) if (0 < line) first = Math.min(first, line);
      Pattern header = Pattern.compile("(?<![\\w.])" + Pattern.quote(name) + "\\s*\\(");
      return session.sources.lineAbove(file, first, Math.max(1, first - 40), header);
    }
    return 0;
  }

  private ClassFile read(String name) {
    if (read.containsKey(name)) return read.get(name);
    ClassFile found = null;
    try {
      InputStream in = ClassLoader.getSystemResourceAsStream(name + ".class");
      if (in != null) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] part = new byte[8192];
        for (int n = in.read(part); 0 <= n; n = in.read(part)) bytes.write(part, 0, n);
        in.close();
        found = new ClassFile(bytes.toByteArray());
      }
    } catch (IOException unreadable) {
      // as if it were not there
    } catch (RuntimeException unknown) {
      // a class file of a later day
    }
    read.put(name, found);
    return found;
  }
}
