package culprit;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;

/** The last events of the running test, in a file that outlives the process; the format is that of all watchers. */
final class Ring {
  static final int LINE = 0, CALL = 1, RETURN = 2, RAISE = 3;
  private static final int SLOT_BITS = 18, HEADER_BYTES = 64, MAX_SAVED = 8;
  private static final long MAGIC = 0x43554C5052495431L;
  private final File folder;
  private final MappedByteBuffer bytes;
  private int nSaved;
  /** The number of the next event. */
  private long number;

  Ring(File folder) throws IOException {
    this.folder = folder;
    RandomAccessFile file = new RandomAccessFile(new File(folder, "ring.bin"), "rw");
    try {
      bytes = file.getChannel().map(FileChannel.MapMode.READ_WRITE, 0, HEADER_BYTES + (8L << SLOT_BITS));
    } finally {
      file.close();
    }
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(0, MAGIC);
  }

  void beginTest() {
    bytes.putLong(8, number);
  }

  void write(int kind, int code, int line) {
    long at = number++;
    long word = line & 0xffffffL | (long) kind << 24 | (long) code << 26 | (at >>> SLOT_BITS) + 1 << 46;
    bytes.putLong(HEADER_BYTES + ((int) at & (1 << SLOT_BITS) - 1) * 8, word);
  }

  /** The number of the event written last. */
  long last() {
    return number - 1;
  }

  /** Keeps the trace in a file of its own: its name, or null where enough are kept. */
  String save() {
    if (MAX_SAVED <= nSaved) return null;
    String name = "trace-" + ++nSaved + ".bin";
    try {
      RandomAccessFile file = new RandomAccessFile(new File(folder, name), "rw");
      try {
        ByteBuffer all = bytes.duplicate();
        all.clear();
        file.getChannel().write(all);
      } finally {
        file.close();
      }
      return name;
    } catch (IOException gone) {
      return null;
    }
  }
}
