package weft.control.json;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads one JSON text. Recursion and the length of numbers are bounded. */
final class JsonParser {
  private static final int DEEPEST = 32;
  private static final int LONGEST_NUMBER = 40;

  private final String text;
  private int at;
  private int depth;

  JsonParser(String text) {
    this.text = text;
  }

  Json parse() throws JsonException {
    var value = value();
    space();
    if (at < text.length()) {
      throw unexpected("the end");
    }
    return value;
  }

  private Json value() throws JsonException {
    space();
    return switch (peek()) {
      case '{' -> nested(this::members);
      case '[' -> nested(this::items);
      case '"' -> new Json.Text(string());
      case 't' -> word("true", new Json.Truth(true));
      case 'f' -> word("false", new Json.Truth(false));
      case 'n' -> word("null", new Json.Nothing());
      default -> number();
    };
  }

  private interface Part {
    Json read() throws JsonException;
  }

  private Json nested(Part part) throws JsonException {
    if (++depth > DEEPEST) {
      throw new JsonException("nested deeper than " + DEEPEST);
    }
    at++;
    var value = part.read();
    depth--;
    return value;
  }

  private Json members() throws JsonException {
    var members = new LinkedHashMap<String, Json>();
    if (skip('}')) {
      return new Json.Members(members);
    }
    do {
      member(members);
    } while (skip(','));
    require('}');
    return new Json.Members(members);
  }

  private void member(Map<String, Json> members) throws JsonException {
    space();
    if (peek() != '"') {
      throw unexpected("a name");
    }
    var name = string();
    require(':');
    // Two readers that pick different ones of two equal names would disagree.
    if (members.put(name, value()) != null) {
      throw new JsonException("name \"" + name + "\" appears twice");
    }
  }

  private Json items() throws JsonException {
    var items = new ArrayList<Json>();
    if (skip(']')) {
      return new Json.Items(items);
    }
    do {
      items.add(value());
    } while (skip(','));
    require(']');
    return new Json.Items(items);
  }

  private String string() throws JsonException {
    var out = new StringBuilder();
    for (at++; peek() != '"'; at++) {
      char c = peek();
      if (c < ' ') {
        throw unexpected("the end of a string");
      }
      out.append(c == '\\' ? escaped() : c);
    }
    at++;
    return out.toString();
  }

  private char escaped() throws JsonException {
    at++;
    char c = peek();
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw unexpected("an escape");
    };
  }

  private char unicode() throws JsonException {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      at++;
      int digit = peek() < 0x80 ? Character.digit(peek(), 16) : -1;
      if (digit < 0) {
        throw unexpected("a hexadecimal digit");
      }
      code = (code << 4) | digit;
    }
    return (char) code;
  }

  private Json word(String word, Json value) throws JsonException {
    if (!text.startsWith(word, at)) {
      throw unexpected("a value");
    }
    at += word.length();
    return value;
  }

  private Json number() throws JsonException {
    int start = at;
    skipHere('-');
    if (!skipHere('0')) {
      digits();
    }
    if (skipHere('.')) {
      digits();
    }
    if (skipHere('e') || skipHere('E')) {
      if (!skipHere('-')) {
        skipHere('+');
      }
      digits();
    }
    return numeral(start);
  }

  private Json numeral(int start) throws JsonException {
    if (at - start > LONGEST_NUMBER) {
      throw new JsonException("number longer than " + LONGEST_NUMBER + " characters");
    }
    try {
      return new Json.Numeral(new BigDecimal(text.substring(start, at)));
    } catch (NumberFormatException e) {
      throw new JsonException("number out of range: " + text.substring(start, at));
    }
  }

  private void digits() throws JsonException {
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (at == start) {
      throw unexpected("a value");
    }
  }

  private void space() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private boolean skip(char c) {
    space();
    return skipHere(c);
  }

  private boolean skipHere(char c) {
    boolean there = at < text.length() && text.charAt(at) == c;
    if (there) {
      at++;
    }
    return there;
  }

  private void require(char c) throws JsonException {
    if (!skip(c)) {
      throw unexpected("'" + c + "'");
    }
  }

  private char peek() throws JsonException {
    if (at >= text.length()) {
      throw unexpected("more");
    }
    return text.charAt(at);
  }

  private JsonException unexpected(String wanted) {
    var found = at < text.length() ? "'" + text.charAt(at) + "'" : "the end";
    return new JsonException(
        "at character " + (at + 1) + ": expected " + wanted + ", found " + found);
  }
}
