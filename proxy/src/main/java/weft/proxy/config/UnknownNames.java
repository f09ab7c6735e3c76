package weft.proxy.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Variables with our prefixes that nobody reads: most often a misspelt one. A difference from the
 * reference, which ignores them silently.
 */
final class UnknownNames {
  /**
   * Set by Linkerd's injector, by weft run for its child, or read at build time; config.md 3.15, 4.
   */
  private static final Set<String> UNREAD =
      Set.of(
          "LINKERD2_PROXY_INBOUND_PORTS_REQUIRE_IDENTITY",
          "LINKERD2_PROXY_INBOUND_PORTS_REQUIRE_TLS",
          "LINKERD2_PROXY_TRACE_PROTOCOL",
          "LINKERD2_PROXY_TRACE_ANNOTATIONS_PATH",
          "LINKERD2_PROXY_VERSION",
          "LINKERD2_PROXY_VENDOR",
          "WEFT_OUTBOUND",
          "WEFT_INBOUND",
          "WEFT_ADMIN");

  private UnknownNames() {}

  static void warn(Env env, Map<String, String> values) {
    List<String> known = known();
    for (String name : new TreeSet<>(values.keySet())) {
      boolean ours = name.startsWith(Entry.PREFIX) || name.startsWith("WEFT_");
      if (ours && !known.contains(name) && !UNREAD.contains(name) && !isServiceLink(name)) {
        String nearest = nearest(name, known);
        env.notice(
            Notice.Level.WARN,
            "Unknown variable "
                + name
                + (nearest == null ? "" : "; did you mean " + nearest + "?"));
      }
    }
  }

  private static List<String> known() {
    var names = new ArrayList<String>();
    for (Section section : Section.all()) {
      for (Entry<?> entry : section.entries()) {
        names.add(entry.name());
      }
    }
    return names;
  }

  /** Kubernetes makes these for every service, one called weft-control, too. */
  private static boolean isServiceLink(String name) {
    return name.endsWith("_SERVICE_HOST")
        || name.contains("_SERVICE_PORT")
        || name.endsWith("_PORT")
        || name.contains("_PORT_");
  }

  private static @Nullable String nearest(String name, List<String> known) {
    int stem = name.length() - (name.startsWith(Entry.PREFIX) ? Entry.PREFIX.length() : 5);
    int closest = Math.min(4, 1 + stem / 3); // further away it is a guess
    String nearest = null;
    for (String candidate : known) {
      int distance = distance(name, candidate, closest);
      if (distance < closest) {
        closest = distance;
        nearest = candidate;
      }
    }
    return nearest;
  }

  /** Insertions, deletions and replacements that make one the other (Levenshtein). */
  private static int distance(String a, String b, int limit) {
    if (Math.abs(a.length() - b.length()) >= limit) {
      return limit;
    }
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
