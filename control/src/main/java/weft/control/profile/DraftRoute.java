package weft.control.profile;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A route of a draft.
 *
 * @param timeout as Go writes durations; null for none
 * @param statuses those that are documented; each becomes a class of responses
 */
public record DraftRoute(
    String name,
    String method,
    String pathRegex,
    boolean retryable,
    @Nullable String timeout,
    List<Integer> statuses) {
  public DraftRoute {
    statuses = List.copyOf(statuses);
  }

  /** A text as a regular expression that matches it alone, as Go's QuoteMeta writes it. */
  static String quote(String text) {
    var quoted = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ("\\.+*?()|[]{}^$".indexOf(c) >= 0) {
        quoted.append('\\');
      }
      quoted.append(c);
    }
    return quoted.toString();
  }
}
