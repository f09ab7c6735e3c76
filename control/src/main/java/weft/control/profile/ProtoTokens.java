package weft.control.profile;

import java.util.ArrayList;
import java.util.List;

/** Splits a protobuf file into words, texts and signs; comments are left out. */
final class ProtoTokens {
  /** One of them, with its place. */
  record Token(String text, int line, int column) {}

  private final String source;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int line = 1;
  private int lineStart;

  private ProtoTokens(String source) {
    this.source = source;
  }

  /** Ends with an empty token at the end of the file. */
  static List<Token> of(String source) {
    var reader = new ProtoTokens(source);
    while (reader.at < source.length()) {
      reader.next();
    }
    reader.add(source.length());
    return reader.tokens;
  }

  private void next() {
    char c = source.charAt(at);
    if (Character.isWhitespace(c)) {
      skip(at + 1);
    } else if (source.startsWith("//", at)) {
      skip(endOf("\n"));
    } else if (source.startsWith("/*", at)) {
      skip(endOf("*/"));
    } else if (c == '"' || c == '\'') {
      add(endOfText(c));
    } else {
      add(isWord(c) ? endOfWord() : at + 1);
    }
  }

  private void add(int end) {
    tokens.add(new Token(source.substring(at, end), line, at - lineStart + 1));
    skip(end);
  }

  private void skip(int end) {
    for (; at < end; at++) {
      if (source.charAt(at) == '\n') {
        line++;
        lineStart = at + 1;
      }
    }
  }

  private int endOf(String mark) {
    int found = source.indexOf(mark, at + 1);
    return found < 0 ? source.length() : found + mark.length();
  }

  private int endOfText(char quote) {
    int end = at + 1;
    while (end < source.length() && source.charAt(end) != quote) {
      end += source.charAt(end) == '\\' ? 2 : 1;
    }
    return Math.min(end + 1, source.length());
  }

  private int endOfWord() {
    int end = at;
    while (end < source.length() && isWord(source.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '.';
  }
}
