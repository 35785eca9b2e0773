package culprit;

import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is wanted of this run: lines of `key TAB value`, a key as often as it has values. */
public final class Request {
  private final Map<String, List<String>> values = new HashMap<String, List<String>>();

  static Request read(File file) throws IOException {
    Request request = new Request();
    BufferedReader in = new BufferedReader(new InputStreamReader(new FileInputStream(file), "UTF-8"));
    try {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        int tab = line.indexOf('\t');
        if (tab < 0) continue;
        String key = line.substring(0, tab);
        if (!request.values.containsKey(key)) request.values.put(key, new ArrayList<String>());
        request.values.get(key).add(line.substring(tab + 1));
      }
    } finally {
      in.close();
    }
    return request;
  }

  /** All values of a key. */
  public List<String> all(String key) {
    List<String> found = values.get(key);
    return found == null ? Collections.<String>emptyList() : found;
  }

  public String one(String key) {
    return all(key).get(0);
  }

  public double number(String key) {
    return Double.parseDouble(one(key));
  }
}
