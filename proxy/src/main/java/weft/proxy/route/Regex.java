package weft.proxy.route;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * A regular expression that takes linear time, whatever the pattern and the text: both come from
 * outside.
 *
 * <p>Immutable; equal if the patterns are the same text. Loads its engine when the first one is
 * made, so that a proxy without patterns does not pay for it. Source: docs/spec/wire/http_route.md.
 */
public final class Regex {
  /** Longer patterns are refused: what they compile to is kept. */
  static final int LONGEST = 4096;

  /** Patterns of more steps are refused: each byte of a text may meet all of them. */
  static final int MOST_STEPS = 5000;

  private final String text;
  private final Pattern pattern;

  private Regex(String text, Pattern pattern) {
    this.text = text;
    this.pattern = pattern;
  }

  /** Compiles a pattern; {@link IllegalArgumentException} says what is wrong with it. */
  public static Regex of(String text) {
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException(
          "pattern of " + text.length() + " characters: at most " + LONGEST + " are taken");
    }
    int steps = PatternSize.of(text);
    if (steps > MOST_STEPS) {
      throw new IllegalArgumentException(
          "pattern " + text + ": takes about " + steps + " steps, at most " + MOST_STEPS);
    }
    try {
      return new Regex(text, Pattern.compile(text));
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "pattern " + text + ": " + e.getDescription() + ": " + e.getPattern(), e);
    }
  }

  /** Whether the leftmost match is the whole value; {@code a|ab} does not span {@code ab}. */
  public boolean spans(String value) {
    var matcher = pattern.matcher(value);
    return matcher.find() && matcher.start() == 0 && matcher.end() == value.length();
  }

  /** Whether some part of the value matches. */
  public boolean finds(String value) {
    return pattern.matcher(value).find();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Regex regex && text.equals(regex.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
