package weft.proxy.config;

/** A text as a literal in double quotes, cut where it is long: for errors. */
final class Quoted {
  private static final int LONGEST = 200;

  private Quoted() {}

  static String of(String text) {
    var out = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length() && i < LONGEST; i++) {
      append(out, text.charAt(i));
    }
    return out.append(text.length() > LONGEST ? "\"..." : "\"").toString();
  }

  private static void append(StringBuilder out, char c) {
    switch (c) {
      case '"', '\\' -> out.append('\\').append(c);
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        if (Character.isISOControl(c)) {
          out.append("\\u{").append(Integer.toHexString(c)).append('}');
        } else {
          out.append(c);
        }
      }
    }
  }
}
