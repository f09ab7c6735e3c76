package weft.proxy.telemetry;

/**
 * An immutable, ordered label set, kept as the text of the exposition: {@code a="1",b="2"}.
 *
 * <p>Quotes, backslashes and line ends in values are escaped. Sets with the same text are equal.
 * Build them per target, never per request. Source: telemetry.md 1, 2.
 */
public record Labels(String text) {
  public static final Labels NONE = new Labels("");

  public static Labels of(String name, String value) {
    return NONE.and(name, value);
  }

  public Labels and(String name, String value) {
    var out = new StringBuilder(text.length() + name.length() + value.length() + 4).append(text);
    if (!text.isEmpty()) {
      out.append(',');
    }
    out.append(name).append("=\"");
    escape(out, value);
    return new Labels(out.append('"').toString());
  }

  public Labels and(Labels more) {
    if (text.isEmpty() || more.text.isEmpty()) {
      return text.isEmpty() ? more : this;
    }
    return new Labels(text + ',' + more.text);
  }

  @Override
  public String toString() {
    return '{' + text + '}';
  }

  private static void escape(StringBuilder out, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        default -> out.append(c);
      }
    }
  }
}
