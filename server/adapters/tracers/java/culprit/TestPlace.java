package culprit;

/** A test by its id, and where it stands. */
final class TestPlace {
  final String id, file;
  /** 0 where it is not known. */
  final int line;

  TestPlace(String id, String file, int line) {
    this.id = id;
    this.file = file;
    this.line = line;
  }

  /** The fields as JSON; the brace at the end is left to the caller. */
  String json() {
    return "{\"id\":" + Json.text(id) + ",\"file\":" + Json.text(file) + ",\"line\":" + (line == 0 ? "null" : line);
  }
}
