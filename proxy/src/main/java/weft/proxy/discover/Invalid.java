package weft.proxy.discover;

import java.io.Serial;

/** A message says something that makes no sense; the text names what. */
final class Invalid extends Exception {
  @Serial private static final long serialVersionUID = 1;

  Invalid(String what) {
    super(what, null, false, false);
  }

  /** A pattern that does not compile; the reason is the compiler's. */
  static Invalid in(String where, IllegalArgumentException why) {
    return new Invalid(where + ": " + why.getMessage());
  }
}
