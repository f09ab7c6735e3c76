package weft.proxy.config;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The normal form of an absolute URI, by the rules of the WHATWG URL standard as far as identities
 * need them: lower-case scheme, for web schemes lower-case host, no default port and a path; dot
 * segments removed; what must not stand in a URI percent-encoded. Normalizing twice changes
 * nothing.
 */
final class UriText {
  private static final String FORBIDDEN_IN_HOST = " #/:<>?@[\\]^|";

  private UriText() {}

  /** The normal form, or null where the text is no absolute URI. */
  static @Nullable String normalize(String text) {
    String clean = clean(text);
    int colon = endOfScheme(clean);
    if (colon < 0) {
      return null;
    }
    String scheme = clean.substring(0, colon).toLowerCase(Locale.ROOT);
    int web = defaultPort(scheme);
    String rest = clean.substring(colon + 1);
    if (web >= 0) {
      return withAuthority(scheme, withoutLeadingSlashes(rest.replace('\\', '/')), web);
    }
    if (rest.startsWith("//")) {
      return withAuthority(scheme, rest.substring(2), web);
    }
    String path = rest.startsWith("/") ? hierarchical(rest) : rest;
    return scheme + ':' + encode(path, "");
  }

  private static @Nullable String withAuthority(String scheme, String rest, int web) {
    int end = indexOfAny(rest, "/?#");
    String authority = authority(rest.substring(0, end), web);
    if (authority == null) {
      return null;
    }
    String path = hierarchical(rest.substring(end));
    boolean needsSlash = web >= 0 && !path.startsWith("/");
    return scheme + "://" + authority + (needsSlash ? "/" : "") + encode(path, " \"<>`{}^");
  }

  private static @Nullable String authority(String text, int web) {
    int at = text.lastIndexOf('@');
    String host = text.substring(at + 1);
    int colon = host.lastIndexOf(':');
    String port = "";
    if (colon > host.lastIndexOf(']')) {
      int number = Ip.port(host.substring(colon + 1));
      if (number < 0 && colon + 1 < host.length()) {
        return null;
      }
      port = number < 0 || number == web ? "" : ":" + number;
      host = host.substring(0, colon);
    }
    if (host.isEmpty() ? web >= 0 || !port.isEmpty() || at >= 0 : !isHost(host)) {
      return null;
    }
    String user = at < 0 ? "" : encode(text.substring(0, at + 1), " \"<>`{}^[]|");
    return user + (web >= 0 ? host.toLowerCase(Locale.ROOT) : encode(host, "")) + port;
  }

  private static boolean isHost(String host) {
    if (host.startsWith("[")) {
      return Ip.parseHost(host) != null;
    }
    return indexOfAny(host, FORBIDDEN_IN_HOST) == host.length();
  }

  /** Removes dot segments of the path and leaves query and fragment (RFC 3986, 5.2.4). */
  private static String hierarchical(String text) {
    int end = indexOfAny(text, "?#");
    if (end == 0) {
      return text;
    }
    var kept = new ArrayList<String>();
    int start = 1;
    while (start <= end) {
      int slash = text.indexOf('/', start);
      boolean last = slash < 0 || slash > end;
      addSegment(kept, text.substring(start, last ? end : slash), last);
      start = last ? end + 1 : slash + 1;
    }
    return '/' + String.join("/", kept) + text.substring(end);
  }

  private static void addSegment(List<String> kept, String segment, boolean last) {
    String plain = segment.replace("%2e", ".").replace("%2E", ".");
    boolean up = plain.equals("..");
    if (!up && !plain.equals(".")) {
      kept.add(segment);
      return;
    }
    if (up && !kept.isEmpty()) {
      kept.removeLast();
    }
    if (last) {
      kept.add("");
    }
  }

  private static String clean(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && text.charAt(start) <= ' ') {
      start++;
    }
    while (start < end && text.charAt(end - 1) <= ' ') {
      end--;
    }
    return text.substring(start, end).replace("\t", "").replace("\n", "").replace("\r", "");
  }

  private static int endOfScheme(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
      if (c == ':' && i > 0) {
        return i;
      }
      if (!letter && (i == 0 || "0123456789+-.".indexOf(c) < 0)) {
        return -1;
      }
    }
    return -1;
  }

  private static int defaultPort(String scheme) {
    return switch (scheme) {
      case "http", "ws" -> 80;
      case "https", "wss" -> 443;
      case "ftp" -> 21;
      default -> -1;
    };
  }

  private static String withoutLeadingSlashes(String text) {
    int start = 0;
    while (start < text.length() && text.charAt(start) == '/') {
      start++;
    }
    return text.substring(start);
  }

  private static int indexOfAny(String text, String wanted) {
    int at = 0;
    while (at < text.length() && wanted.indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return at;
  }

  private static String encode(String text, String also) {
    var out = new StringBuilder(text.length());
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (b > 0x1f && b < 0x7f && also.indexOf(b) < 0) {
        out.append((char) b);
      } else {
        out.append('%')
            .append(Character.toUpperCase(Character.forDigit(b >> 4 & 15, 16)))
            .append(Character.toUpperCase(Character.forDigit(b & 15, 16)));
      }
    }
    return out.toString();
  }
}
