package weft.cli.check;

/**
 * What one check came to.
 *
 * @param about what was looked at, for example {@code issuer certificate}
 * @param text what was found
 * @param mend what to do about it; empty where there is nothing to do
 */
public record Finding(Grade grade, String about, String text, String mend) {

  /** How bad it is. */
  public enum Grade {
    GOOD,
    /** It works, but not as it should, or not for long. */
    DOUBTFUL,
    BAD
  }

  static Finding good(String about, String text) {
    return new Finding(Grade.GOOD, about, text, "");
  }

  static Finding doubtful(String about, String text, String mend) {
    return new Finding(Grade.DOUBTFUL, about, text, mend);
  }

  static Finding bad(String about, String text, String mend) {
    return new Finding(Grade.BAD, about, text, mend);
  }

  /** A line, and one more with the mend. */
  @Override
  public String toString() {
    var mark =
        switch (grade) {
          case GOOD -> "ok  ";
          case DOUBTFUL -> "warn";
          case BAD -> "FAIL";
        };
    var line = mark + "  " + about + ": " + text;
    return mend.isEmpty() ? line : line + "\n      mend: " + mend;
  }
}
