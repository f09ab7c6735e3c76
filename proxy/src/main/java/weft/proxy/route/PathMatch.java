package weft.proxy.route;

/** What a match asks of the path, query excluded. Source: docs/spec/outbound.md 12.3. */
public sealed interface PathMatch {
  /** This very path. */
  record Exact(String path) implements PathMatch {
    @Override
    public int length(String asked) {
      return asked.equals(path) ? path.length() : NONE;
    }
  }

  /**
   * Whole segments at the begin.
   *
   * @param segments without slashes at the end; empty for {@code /}
   */
  record Prefix(String segments) implements PathMatch {
    @Override
    public int length(String asked) {
      if (segments.isEmpty()) {
        return 1;
      }
      int length = segments.length();
      boolean fits =
          asked.startsWith(segments) && (asked.length() == length || asked.charAt(length) == '/');
      return fits ? length : NONE;
    }
  }

  /** A path that the pattern spans. */
  record Pattern(Regex regex) implements PathMatch {
    @Override
    public int length(String asked) {
      return regex.spans(asked) ? asked.length() : NONE;
    }
  }

  /** Does not match. */
  int NONE = -1;

  /** Every path. */
  static PathMatch all() {
    return prefix("/");
  }

  static PathMatch prefix(String prefix) {
    int end = prefix.length();
    while (end > 0 && prefix.charAt(end - 1) == '/') {
      end--;
    }
    return new Prefix(prefix.substring(0, end));
  }

  /** How many characters matched, or {@link #NONE}. */
  int length(String asked);
}
