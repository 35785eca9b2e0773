package theatre;

/** There are not that many seats together. */
public class SoldOut extends RuntimeException {
  public SoldOut(int seats) {
    super("no " + seats + " seats together");
  }
}
