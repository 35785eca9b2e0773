package culprit;

import java.io.UnsupportedEncodingException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A class file taken apart as far as it has to be (JVMS 4.1 to 4.7): constants can be added and the code of methods
 * replaced, all else is written back as it was. Leaves out what code means.
 */
final class ClassFile {
  static final int STATIC = 0x0008, BRIDGE = 0x0040, NATIVE = 0x0100, ABSTRACT = 0x0400, SYNTHETIC = 0x1000;

  /** An attribute of a class or method: its name and what stands after its length. */
  static final class Attribute {
    final String name;
    final int nameIndex;
    byte[] content;

    Attribute(String name, int nameIndex, byte[] content) {
      this.name = name;
      this.nameIndex = nameIndex;
      this.content = content;
    }
  }

  static final class Method {
    final int access, nameIndex, descriptorIndex;
    final String name, descriptor;
    final List<Attribute> attributes;

    Method(int access, int nameIndex, int descriptorIndex, String name, String descriptor, List<Attribute> attributes) {
      this.access = access;
      this.nameIndex = nameIndex;
      this.descriptorIndex = descriptorIndex;
      this.name = name;
      this.descriptor = descriptor;
      this.attributes = attributes;
    }

    /** `Code`, or null where the method has none. */
    Attribute code() {
      return named(attributes, "Code");
    }

    boolean isStatic() {
      return (access & STATIC) != 0;
    }
  }

  final int major;
  final int access;
  /** With slashes. */
  final String name;
  final String superName;
  final List<Method> methods = new ArrayList<Method>();
  final List<Attribute> attributes;

  private final byte[] bytes;
  private final int[] constants;
  private final int poolEnd;
  private final int fieldsEnd;
  private final ByteWriter added = new ByteWriter();
  private final Map<String, Integer> addedIndexes = new HashMap<String, Integer>();
  private int nConstants;

  ClassFile(byte[] bytes) {
    this.bytes = bytes;
    if (ByteWriter.s4(bytes, 0) != 0xcafebabe) throw new IllegalArgumentException("not a class file");
    major = ByteWriter.u2(bytes, 6);
    nConstants = ByteWriter.u2(bytes, 8);
    constants = new int[nConstants];
    poolEnd = readPool();
    access = ByteWriter.u2(bytes, poolEnd);
    name = className(ByteWriter.u2(bytes, poolEnd + 2));
    int superIndex = ByteWriter.u2(bytes, poolEnd + 4);
    superName = superIndex == 0 ? null : className(superIndex);
    int at = poolEnd + 8 + 2 * ByteWriter.u2(bytes, poolEnd + 6);
    int nFields = ByteWriter.u2(bytes, at);
    at += 2;
    for (int i = 0; i < nFields; i++) at = afterAttributes(at + 6);
    fieldsEnd = at;
    int nMethods = ByteWriter.u2(bytes, at);
    at += 2;
    for (int i = 0; i < nMethods; i++) {
      int nameIndex = ByteWriter.u2(bytes, at + 2), descriptorIndex = ByteWriter.u2(bytes, at + 4);
      List<Attribute> own = attributesAt(bytes, at + 6);
      methods.add(new Method(ByteWriter.u2(bytes, at), nameIndex, descriptorIndex, utf8(nameIndex),
          utf8(descriptorIndex), own));
      at = afterAttributes(at + 6);
    }
    attributes = attributesAt(bytes, at);
  }

  static Attribute named(List<Attribute> attributes, String name) {
    for (Attribute attribute : attributes) if (attribute.name.equals(name)) return attribute;
    return null;
  }

  /** The attributes of which the number stands at `at`. */
  List<Attribute> attributesAt(byte[] from, int at) {
    List<Attribute> found = new ArrayList<Attribute>();
    int n = ByteWriter.u2(from, at);
    at += 2;
    for (int i = 0; i < n; i++) {
      int nameIndex = ByteWriter.u2(from, at), length = ByteWriter.s4(from, at + 2);
      byte[] content = new byte[length];
      System.arraycopy(from, at + 6, content, 0, length);
      found.add(new Attribute(utf8(nameIndex), nameIndex, content));
      at += 6 + length;
    }
    return found;
  }

  /** The file's name as the compiler noted it, or null. */
  String sourceFile() {
    Attribute attribute = named(attributes, "SourceFile");
    return attribute == null ? null : utf8(ByteWriter.u2(attribute.content, 0));
  }

  byte[] toBytes() {
    if (0xffff < nConstants) throw new IllegalStateException("too many constants");
    ByteWriter out = new ByteWriter().some(bytes, 0, 8).u2(nConstants).some(bytes, 10, poolEnd - 10);
    out.all(added.done()).some(bytes, poolEnd, fieldsEnd - poolEnd).u2(methods.size());
    for (Method method : methods) {
      out.u2(method.access).u2(method.nameIndex).u2(method.descriptorIndex);
      write(method.attributes, out);
    }
    write(attributes, out);
    return out.done();
  }

  static void write(List<Attribute> attributes, ByteWriter out) {
    out.u2(attributes.size());
    for (Attribute attribute : attributes) {
      out.u2(attribute.nameIndex).u4(attribute.content.length).all(attribute.content);
    }
  }

  // Constants that are there.

  int tag(int index) {
    return ByteWriter.u1(bytes, constants[index]);
  }

  String utf8(int index) {
    int at = constants[index], length = ByteWriter.u2(bytes, at + 1);
    char[] text = new char[length];
    int n = 0;
    for (int i = at + 3; i < at + 3 + length;) {
      int first = ByteWriter.u1(bytes, i);
      if (first < 0x80) {
        text[n++] = (char) first;
        i += 1;
      } else if (first < 0xe0) {
        text[n++] = (char) ((first & 0x1f) << 6 | bytes[i + 1] & 0x3f);
        i += 2;
      } else {
        text[n++] = (char) ((first & 0x0f) << 12 | (bytes[i + 1] & 0x3f) << 6 | bytes[i + 2] & 0x3f);
        i += 3;
      }
    }
    return new String(text, 0, n);
  }

  String className(int index) {
    return utf8(ByteWriter.u2(bytes, constants[index] + 1));
  }

  /** The name of a pair of name and type. */
  String nameAt(int index) {
    return utf8(ByteWriter.u2(bytes, constants[index] + 1));
  }

  /** Owner, name and descriptor of a field or method that is referred to. */
  String[] reference(int index) {
    int at = constants[index], nameAndType = constants[ByteWriter.u2(bytes, at + 3)];
    boolean hasOwner = ByteWriter.u1(bytes, at) <= 11;
    String owner = hasOwner ? className(ByteWriter.u2(bytes, at + 1)) : "";
    return new String[] {owner, utf8(ByteWriter.u2(bytes, nameAndType + 1)), utf8(ByteWriter.u2(bytes, nameAndType + 3))};
  }

  // Constants that are added.

  int addUtf8(String text) {
    byte[] encoded;
    try {
      encoded = text.getBytes("UTF-8"); // ours are all ASCII
    } catch (UnsupportedEncodingException never) {
      throw new IllegalStateException(never);
    }
    return add("u" + text, new ByteWriter().u1(1).u2(encoded.length).all(encoded));
  }

  int addInteger(int value) {
    return add("i" + value, new ByteWriter().u1(3).u4(value));
  }

  int addClass(String className) {
    return add("c" + className, new ByteWriter().u1(7).u2(addUtf8(className)));
  }

  int addField(String owner, String field, String descriptor) {
    return addReference(9, owner, field, descriptor);
  }

  int addMethod(String owner, String method, String descriptor) {
    return addReference(10, owner, method, descriptor);
  }

  private int addReference(int tag, String owner, String member, String descriptor) {
    String key = tag + owner + "." + member + descriptor;
    Integer known = addedIndexes.get(key);
    if (known != null) return known;
    int nameAndType = add("n" + member + ":" + descriptor,
        new ByteWriter().u1(12).u2(addUtf8(member)).u2(addUtf8(descriptor)));
    return add(key, new ByteWriter().u1(tag).u2(addClass(owner)).u2(nameAndType));
  }

  private int add(String key, ByteWriter constant) {
    Integer known = addedIndexes.get(key);
    if (known != null) return known;
    if (0xffff <= nConstants) throw new IllegalStateException("too many constants");
    added.all(constant.done());
    addedIndexes.put(key, nConstants);
    return nConstants++;
  }

  private int readPool() {
    int at = 10;
    for (int i = 1; i < constants.length; i++) {
      constants[i] = at;
      int tag = ByteWriter.u1(bytes, at);
      switch (tag) {
        case 1:
          at += 3 + ByteWriter.u2(bytes, at + 1);
          break;
        case 3: case 4: case 9: case 10: case 11: case 12: case 17: case 18:
          at += 5;
          break;
        case 5: case 6:
          at += 9;
          i++;
          break;
        case 7: case 8: case 16: case 19: case 20:
          at += 3;
          break;
        case 15:
          at += 4;
          break;
        default:
          throw new IllegalArgumentException("unknown constant " + tag);
      }
    }
    return at;
  }

  private int afterAttributes(int at) {
    int n = ByteWriter.u2(bytes, at);
    at += 2;
    for (int i = 0; i < n; i++) at += 6 + ByteWriter.s4(bytes, at + 2);
    return at;
  }
}
