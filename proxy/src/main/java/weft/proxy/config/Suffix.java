package weft.proxy.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The end of DNS names, at label boundaries: {@code cluster.local} contains itself and {@code
 * a.cluster.local}, not {@code xcluster.local}; the root {@code .} contains every name.
 *
 * <p>Trailing dots do not matter; {@code text} has none, and is empty for the root. Source:
 * identity-tls.md 1.2. (Suffixes of policies are plain text suffixes: inbound.md 5.1.)
 */
public record Suffix(String text) {
  public static final Suffix ROOT = new Suffix("");

  /** The suffix, or null where the text is neither {@code .} nor a name. */
  public static @Nullable Suffix parse(String text) {
    if (text.equals(".")) {
      return ROOT;
    }
    DnsName name = DnsName.parse(text);
    return name == null ? null : new Suffix(name.withoutDot().text());
  }

  public boolean contains(DnsName name) {
    String full = name.text();
    int end = full.length() - (name.hasTrailingDot() ? 1 : 0);
    int start = end - text.length();
    return text.isEmpty()
        || (start >= 0
            && full.startsWith(text, start)
            && (start == 0 || full.charAt(start - 1) == '.'));
  }

  /** Whether one of the suffixes contains the name; none do where there are none. */
  public static boolean anyContains(List<Suffix> suffixes, DnsName name) {
    for (int i = 0; i < suffixes.size(); i++) {
      if (suffixes.get(i).contains(name)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return text + '.';
  }
}
