package weft.proxy.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads one JSON text, strictly: no comment, no duplicate key, nothing after the value. */
final class JsonReader {
  private static final int DEEPEST = 16;
  private static final int END = -1;

  private final String text;
  private int at;

  JsonReader(String text) {
    this.text = text;
  }

  Json read() throws Json.Bad {
    skipBlanks();
    Json value = value(0);
    skipBlanks();
    if (peek() != END) {
      throw bad("nothing more is expected");
    }
    return value;
  }

  private Json value(int depth) throws Json.Bad {
    int start = at;
    if (depth > DEEPEST) {
      throw bad("nested deeper than " + DEEPEST);
    }
    Object value =
        switch (peek()) {
          case '{' -> object(depth);
          case '[' -> list(depth);
          case '"' -> string();
          case 't' -> word("true", true);
          case 'f' -> word("false", false);
          case 'n' -> null;
          default -> number();
        };
    if (value == null) {
      word("null", true);
    }
    return new Json(value, lineOf(start), columnOf(start));
  }

  private Map<String, Json> object(int depth) throws Json.Bad {
    var members = new LinkedHashMap<String, Json>();
    at++;
    skipBlanks();
    while (peek() != '}') {
      int start = at;
      if (peek() != '"') {
        throw bad("a key in double quotes is expected");
      }
      String key = string();
      skipBlanks();
      expect(':');
      skipBlanks();
      if (members.put(key, value(depth + 1)) != null) {
        at = start;
        throw bad("the key " + Quoted.of(key) + " stands twice");
      }
      next('}');
    }
    at++;
    return members;
  }

  private List<Json> list(int depth) throws Json.Bad {
    var items = new ArrayList<Json>();
    at++;
    skipBlanks();
    while (peek() != ']') {
      items.add(value(depth + 1));
      next(']');
    }
    at++;
    return items;
  }

  /** After a member or item: a comma and another one, or the end. */
  private void next(char end) throws Json.Bad {
    skipBlanks();
    if (peek() == end) {
      return;
    }
    expect(',');
    skipBlanks();
    if (peek() == end) {
      throw bad("another value is expected after the comma");
    }
  }

  private String string() throws Json.Bad {
    var out = new StringBuilder();
    at++;
    while (peek() != '"') {
      int c = peek();
      if (c < ' ') {
        throw bad(c == END ? "the string does not end" : "a control character must be escaped");
      }
      at++;
      out.append(c == '\\' ? escaped() : (char) c);
    }
    at++;
    return out.toString();
  }

  private char escaped() throws Json.Bad {
    int c = peek();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> (char) c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> {
        at--;
        throw bad("no such escape");
      }
    };
  }

  private char unicode() throws Json.Bad {
    int code = 0;
    for (int i = 0; i < 4; i++, at++) {
      int digit = peek() == END ? -1 : Character.digit(peek(), 16);
      if (digit < 0) {
        throw bad("four hexadecimal digits are expected");
      }
      code = code << 4 | digit;
    }
    return (char) code;
  }

  private Object number() throws Json.Bad {
    int start = at;
    accept('-');
    if (!accept('0')) {
      digits();
    }
    boolean whole = true;
    if (accept('.')) {
      digits();
      whole = false;
    }
    if (accept('e') || accept('E')) {
      at += peek() == '+' || peek() == '-' ? 1 : 0;
      digits();
      whole = false;
    }
    String number = text.substring(start, at);
    return whole && number.length() < 19 ? (Object) Long.valueOf(number) : Double.valueOf(number);
  }

  private void digits() throws Json.Bad {
    if (peek() < '0' || peek() > '9') {
      throw bad("a value is expected");
    }
    while (peek() >= '0' && peek() <= '9') {
      at++;
    }
  }

  private Boolean word(String word, boolean value) throws Json.Bad {
    if (!text.startsWith(word, at)) {
      throw bad("a value is expected");
    }
    at += word.length();
    return value;
  }

  private boolean accept(char c) {
    boolean found = peek() == c;
    at += found ? 1 : 0;
    return found;
  }

  private void expect(char c) throws Json.Bad {
    if (!accept(c)) {
      throw bad("'" + c + "' is expected");
    }
  }

  private int peek() {
    return at < text.length() ? text.charAt(at) : END;
  }

  private void skipBlanks() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private Json.Bad bad(String what) {
    String found = at < text.length() ? Quoted.of(text.substring(at, at + 1)) : "the end";
    return new Json.Bad(lineOf(at), columnOf(at), what + ", found: " + found);
  }

  private int lineOf(int position) {
    int line = 1;
    for (int i = 0; i < position; i++) {
      line += text.charAt(i) == '\n' ? 1 : 0;
    }
    return line;
  }

  private int columnOf(int position) {
    return position - text.lastIndexOf('\n', position - 1);
  }
}
