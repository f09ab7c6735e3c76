package weft.control.json;

import java.util.List;

/** Prints JSON on one line or over several. */
final class JsonPrinter {
  private static final int EXCERPT = 60;

  private final StringBuilder out = new StringBuilder();
  private final boolean pretty;
  private int depth;

  private JsonPrinter(boolean pretty) {
    this.pretty = pretty;
  }

  static String line(Json value) {
    var printer = new JsonPrinter(false);
    printer.value(value);
    return printer.out.toString();
  }

  static String lines(Json value) {
    var printer = new JsonPrinter(true);
    printer.value(value);
    return printer.out.append('\n').toString();
  }

  /** The beginning of a value, for error messages. */
  static String excerpt(Json value) {
    var text = line(value);
    return text.length() <= EXCERPT ? text : text.substring(0, EXCERPT) + "...";
  }

  private void value(Json value) {
    switch (value) {
      case Json.Text(var text) -> string(text);
      case Json.Numeral(var number) -> out.append(number);
      case Json.Truth(var truth) -> out.append(truth);
      case Json.Nothing() -> out.append("null");
      case Json.Items(var items) -> items(items);
      case Json.Members members -> members(members);
    }
  }

  private void items(List<Json> items) {
    open('[');
    boolean first = true;
    for (var item : items) {
      separate(first);
      value(item);
      first = false;
    }
    close(']', first);
  }

  private void members(Json.Members members) {
    open('{');
    boolean first = true;
    for (var member : members.values().entrySet()) {
      separate(first);
      string(member.getKey());
      out.append(pretty ? ": " : ":");
      value(member.getValue());
      first = false;
    }
    close('}', first);
  }

  private void open(char bracket) {
    out.append(bracket);
    depth++;
  }

  private void separate(boolean first) {
    if (!first) {
      out.append(',');
    }
    newLine();
  }

  private void close(char bracket, boolean empty) {
    depth--;
    if (!empty) {
      newLine();
    }
    out.append(bracket);
  }

  private void newLine() {
    if (pretty) {
      out.append('\n').repeat("  ", depth);
    }
  }

  private void string(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      character(text.charAt(i));
    }
    out.append('"');
  }

  private void character(char c) {
    switch (c) {
      case '"', '\\' -> out.append('\\').append(c);
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        if (c < ' ') {
          escape(c);
        } else {
          out.append(c);
        }
      }
    }
  }

  /** RFC 8259, 7: control characters must be escaped. */
  private void escape(char c) {
    out.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      out.append(Character.forDigit((c >> shift) & 0xf, 16));
    }
  }
}
