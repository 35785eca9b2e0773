package culprit;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;

/** The file of events, one a line; what is written stands in the file at the latest when it is flushed. */
final class Events {
  private final FileOutputStream out;
  private final StringBuilder waiting = new StringBuilder();

  Events(File folder) throws IOException {
    out = new FileOutputStream(new File(folder, "events.jsonl"), true);
  }

  synchronized void write(String event) {
    waiting.append(event).append('\n');
    if (1 << 16 < waiting.length()) flush();
  }

  synchronized void flush() {
    try {
      out.write(waiting.toString().getBytes("UTF-8"));
      waiting.setLength(0);
    } catch (IOException gone) {
      waiting.setLength(0); // the folder is not there any more; nobody reads on
    }
  }
}
