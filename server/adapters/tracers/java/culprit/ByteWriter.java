package culprit;

import java.util.Arrays;

/** Bytes in the order of class files (big-endian), as many as come. */
final class ByteWriter {
  private byte[] bytes = new byte[64];
  private int length;

  int length() {
    return length;
  }

  ByteWriter u1(int value) {
    if (length == bytes.length) bytes = Arrays.copyOf(bytes, 2 * length);
    bytes[length++] = (byte) value;
    return this;
  }

  ByteWriter u2(int value) {
    return u1(value >> 8).u1(value);
  }

  ByteWriter u4(int value) {
    return u2(value >> 16).u2(value);
  }

  ByteWriter all(byte[] from) {
    return some(from, 0, from.length);
  }

  ByteWriter some(byte[] from, int start, int count) {
    if (bytes.length < length + count) bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + count));
    System.arraycopy(from, start, bytes, length, count);
    length += count;
    return this;
  }

  byte[] done() {
    return Arrays.copyOf(bytes, length);
  }

  static int u1(byte[] bytes, int at) {
    return bytes[at] & 0xff;
  }

  static int u2(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
  }

  static int s2(byte[] bytes, int at) {
    return (short) u2(bytes, at);
  }

  static int s4(byte[] bytes, int at) {
    return u2(bytes, at) << 16 | u2(bytes, at + 2);
  }
}
