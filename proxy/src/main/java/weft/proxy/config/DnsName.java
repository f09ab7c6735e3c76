package weft.proxy.config;

import org.jspecify.annotations.Nullable;

/**
 * A DNS name: lower-case, 1 to 253 bytes, no wildcard and no IP address.
 *
 * <p>A trailing dot is kept, so that {@code a} and {@code a.} differ; {@link #withoutDot} makes
 * them one. Source: identity-tls.md 1.1.
 */
public record DnsName(String text) {
  private static final int LONGEST = 253;
  private static final int LONGEST_LABEL = 63;

  /** Lower-cases; refuses what is no name with {@link IllegalArgumentException}. */
  public DnsName {
    if (!isValid(text)) {
      throw new IllegalArgumentException("not a DNS name: " + text);
    }
    text = lowerCase(text);
  }

  /** The name, or null where the text is none; made for bytes from outside. */
  public static @Nullable DnsName parse(CharSequence text) {
    return isValid(text) ? new DnsName(text.toString()) : null;
  }

  public boolean hasTrailingDot() {
    return text.charAt(text.length() - 1) == '.';
  }

  /** The same name without its trailing dot. */
  public DnsName withoutDot() {
    return hasTrailingDot() ? new DnsName(text.substring(0, text.length() - 1)) : this;
  }

  /** Exactly {@code localhost.}: without the dot a search list may lead elsewhere. */
  public boolean isLocalhost() {
    return text.equals("localhost.");
  }

  @Override
  public String toString() {
    return text;
  }

  private static boolean isValid(CharSequence text) {
    int end = text.length();
    if (end == 0 || end > LONGEST) {
      return false;
    }
    if (text.charAt(end - 1) == '.') {
      end--;
    }
    int start = 0;
    for (int dot = indexOfDot(text, 0, end); dot < end; dot = indexOfDot(text, start, end)) {
      if (!isLabel(text, start, dot)) {
        return false;
      }
      start = dot + 1;
    }
    return isLabel(text, start, end) && !isNumber(text, start, end);
  }

  private static int indexOfDot(CharSequence text, int from, int end) {
    int at = from;
    while (at < end && text.charAt(at) != '.') {
      at++;
    }
    return at;
  }

  private static boolean isLabel(CharSequence text, int start, int end) {
    if (start == end || end - start > LONGEST_LABEL) {
      return false;
    }
    for (int i = start; i < end; i++) {
      if (!isLabelCharacter(text.charAt(i))) {
        return false;
      }
    }
    return text.charAt(start) != '-' && text.charAt(end - 1) != '-';
  }

  private static boolean isLabelCharacter(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_';
  }

  private static boolean isNumber(CharSequence text, int start, int end) {
    for (int i = start; i < end; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private static String lowerCase(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 'A' && text.charAt(i) <= 'Z') {
        return text.toLowerCase(java.util.Locale.ROOT);
      }
    }
    return text;
  }
}
