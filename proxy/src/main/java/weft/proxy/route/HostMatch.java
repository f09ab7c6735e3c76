package weft.proxy.route;

import java.util.List;

/**
 * The hosts of a route, compared with the host of the target's authority, whatever the case.
 *
 * <p>Exact beats suffix, then the longer one wins. A dot at the end of a request's host counts only
 * where the pattern has one too. Source: docs/spec/outbound.md 12.2.
 *
 * @param text the host, or the suffix with its leading dot; empty matches every host
 */
public record HostMatch(String text, boolean isSuffix) {
  private static final int EXACT = 1 << 20;

  /** Does not match; below every rank. */
  static final int NONE = -1;

  public static HostMatch exact(String host) {
    return new HostMatch(host, false);
  }

  /**
   * {@code *.} before the labels, which come from the right; an empty first one is the dot at the
   * end.
   */
  public static HostMatch suffix(List<String> reversedLabels) {
    var text = new StringBuilder();
    for (String label : reversedLabels.reversed()) {
      text.append('.').append(label);
    }
    return new HostMatch(text.toString(), true);
  }

  /** The best of a route's hosts; 0 if it names none. */
  static int rank(List<HostMatch> hosts, Asked request) {
    if (hosts.isEmpty()) {
      return 0;
    }
    String host = request.host();
    int best = NONE;
    for (int i = 0; host != null && i < hosts.size(); i++) {
      best = Math.max(best, hosts.get(i).rank(host));
    }
    return best;
  }

  private int rank(String host) {
    int length = text.endsWith(".") || !host.endsWith(".") ? host.length() : host.length() - 1;
    int offset = length - text.length();
    boolean fits = isSuffix ? offset > 0 : offset == 0;
    if (!fits || !host.regionMatches(true, offset, text, 0, text.length())) {
      return NONE;
    }
    return (isSuffix ? 1 : EXACT) + text.length();
  }
}
