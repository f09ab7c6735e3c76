package weft.proxy.route;

/**
 * What a match asks of the query, decoded as a form's; one occurrence of several suffices.
 *
 * @param name decoded, in its case
 * @param value what is asked of the value; a parameter without {@code =} has an empty one
 */
public record QueryMatch(String name, Value value) {
  /** What is asked of a decoded value. */
  public sealed interface Value {
    /** This very text. */
    record Exact(String text) implements Value {
      @Override
      public boolean matches(String value) {
        return value.equals(text);
      }
    }

    /** A value that the pattern spans. */
    record Pattern(Regex regex) implements Value {
      @Override
      public boolean matches(String value) {
        return regex.spans(value);
      }
    }

    boolean matches(String value);
  }

  /** Whether a parameter of the query, as it was written, matches. */
  boolean matches(String query) {
    int from = 0;
    while (from <= query.length()) {
      int end = query.indexOf('&', from);
      end = end < 0 ? query.length() : end;
      if (matches(query, from, end)) {
        return true;
      }
      from = end + 1;
    }
    return false;
  }

  private boolean matches(String query, int from, int end) {
    int equals = query.indexOf('=', from);
    int nameEnd = equals < 0 || equals > end ? end : equals;
    return FormText.decode(query, from, nameEnd).equals(name)
        && value.matches(FormText.decode(query, Math.min(nameEnd + 1, end), end));
  }
}
