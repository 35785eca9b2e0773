package culprit;

import java.util.regex.Pattern;

/**
 * Names as the graph has them: `Class.method`, `Class.Class` for a constructor, `Class.method.name` for a lambda or an
 * anonymous class that is given one, `Outer.Inner.method`. Class files know nesting, the source text the rest.
 */
final class Names {
  private static final Pattern ASSIGNED_LAMBDA = Pattern.compile("\\b(\\w+)\\s*=\\s*(?:\\([^()]*\\)|\\w+)\\s*->");
  private static final Pattern ANONYMOUS = Pattern.compile("\\bnew\\b[^;]*\\{\\s*$|\\bnew\\b[^;]*\\)\\s*\\{");
  private static final Pattern ASSIGNED_NEW = Pattern.compile("\\b(\\w+)\\s*=\\s*new\\b");
  private final ClassFile file;
  private final String source;
  private final Sources sources;
  private final int firstLine;

  /** `source` is the file, `firstLine` the first line of the class with code. */
  Names(ClassFile file, String source, Sources sources, int firstLine) {
    this.file = file;
    this.source = source;
    this.sources = sources;
    this.firstLine = firstLine;
  }

  /** The name of a class, without its package. */
  String className() {
    return nameOf(file.name, true);
  }

  private String nameOf(String name, boolean isOwn) {
    ClassFile.Attribute inner = ClassFile.named(file.attributes, "InnerClasses");
    if (inner != null) {
      byte[] table = inner.content;
      for (int at = 2; at < table.length; at += 8) {
        if (!file.className(ByteWriter.u2(table, at)).equals(name)) continue;
        int outer = ByteWriter.u2(table, at + 2), simple = ByteWriter.u2(table, at + 4);
        String own = simple == 0 ? anonymousName() : file.utf8(simple);
        if (outer != 0) return nameOf(file.className(outer), false) + "." + own;
        return (isOwn ? enclosing() : nameOf(beforeDigits(name), false)) + "." + own;
      }
    }
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /** `a/Foo$1Local` is in `a/Foo`. */
  private static String beforeDigits(String name) {
    int at = name.lastIndexOf('$');
    return at < 0 ? name : name.substring(0, at);
  }

  private String enclosing() {
    ClassFile.Attribute attribute = ClassFile.named(file.attributes, "EnclosingMethod");
    if (attribute == null) return nameOf(beforeDigits(file.name), false);
    String outer = nameOf(file.className(ByteWriter.u2(attribute.content, 0)), false);
    int method = ByteWriter.u2(attribute.content, 2);
    return method == 0 ? outer : outer + "." + methodName(file.nameAt(method), outer);
  }

  private String anonymousName() {
    int line = sources.lineAbove(source, firstLine, Math.max(1, firstLine - 30), ANONYMOUS);
    String variable = sources.group(source, line, ASSIGNED_NEW);
    return variable == null ? "<anonymous:" + line + ">" : variable;
  }

  private static String methodName(String name, String className) {
    if (name.equals("<init>")) return className.substring(className.lastIndexOf('.') + 1);
    return lambdaOwner(name);
  }

  /** `lambda$price$0` is of `price`. */
  private static String lambdaOwner(String name) {
    if (!name.startsWith("lambda$")) return name;
    int end = name.lastIndexOf('$');
    return end <= 7 ? "new" : name.substring(7, end);
  }

  /** Name and line of the definition of a method whose first line with code is `line`. */
  Object[] of(ClassFile.Method method, int line) {
    String owner = className(), simple = owner.substring(owner.lastIndexOf('.') + 1);
    if (method.name.equals("<clinit>")) return new Object[] {owner, line};
    if (method.name.startsWith("lambda$")) {
      String of = lambdaOwner(method.name);
      String outer = of.equals("static") ? owner : owner + "." + (of.equals("new") ? simple : of);
      int above = Math.max(1, line - 1);
      for (int at = line; above <= at; at--) {
        String variable = sources.group(source, at, ASSIGNED_LAMBDA);
        if (variable != null) return new Object[] {outer + "." + variable, at};
      }
      return new Object[] {outer, line};
    }
    String name = method.name.equals("<init>") ? simple : method.name;
    Pattern header = Pattern.compile("(?<![\\w.])" + Pattern.quote(name) + "\\s*\\(");
    return new Object[] {owner + "." + name, sources.lineAbove(source, line, Math.max(1, line - 40), header)};
  }
}
