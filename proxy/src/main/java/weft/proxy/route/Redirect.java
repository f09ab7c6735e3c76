package weft.proxy.route;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weft.proxy.http.Header;
import weft.proxy.http.Refusal;
import weft.proxy.http.RequestHead;
import weft.proxy.http.Reset;

/**
 * Where requests are sent instead: what is not said is the request's own. Source:
 * docs/spec/outbound.md 13.
 *
 * @param scheme null for the request's, or {@code http} if it has none
 * @param host null for the request's; with {@code port} it replaces the whole authority
 * @param port 0 for none; omitted where it is the scheme's usual one
 * @param path null for the request's path and query
 * @param status of the answer
 */
public record Redirect(
    @Nullable String scheme,
    @Nullable String host,
    int port,
    @Nullable PathChange path,
    int status) {
  private static final Logger LOG = LoggerFactory.getLogger(Redirect.class);

  /** What becomes of the path. */
  public sealed interface PathChange {
    /** A path, which may have a query: then that of the request is dropped, as it is without. */
    record Whole(String path) implements PathChange {}

    /** Another prefix in place of the one that matched; the rest and the query stay. */
    record Prefix(String prefix) implements PathChange {}
  }

  /** The answer, or null where the request asks for that place already. */
  @Nullable Reset of(RequestHead head, @Nullable RequestMatch match) {
    Header said = head.scheme();
    String own = said == null ? "http" : said.valueText();
    String toScheme = scheme == null ? own : scheme;
    Header asked = head.authority();
    String authority = authority(asked == null ? null : asked.valueText(), toScheme);
    if (authority == null) {
      return invalid("the request has no authority");
    }
    String target = target(head.path().valueText(), match);
    if (target == null) {
      return invalid("a prefix is replaced, but the request was not matched by one");
    }
    if (asked != null
        && authority.equals(asked.valueText())
        && toScheme.equals(own)
        && target.equals(head.path().valueText())) {
      LOG.debug("Ignoring irrelevant redirect to {}", target);
      return null;
    }
    return new Reset.Redirected(status, toScheme + "://" + authority + target);
  }

  private static Reset invalid(String why) {
    return new Refusal(Refusal.Kind.UNEXPECTED, "invalid redirect: " + why).reset();
  }

  private @Nullable String authority(@Nullable String asked, String toScheme) {
    if (host != null && port != 0) {
      return host + ':' + port;
    }
    if (host == null && asked == null) {
      return null;
    }
    if (host == null && port == 0) {
      return asked;
    }
    String toHost = host != null ? host : Asked.hostOf(asked == null ? "" : asked);
    String toPort = port == 0 ? portOf(asked) : Integer.toString(port);
    return toPort.isEmpty() || toPort.equals(usualPort(toScheme)) ? toHost : toHost + ':' + toPort;
  }

  private static String usualPort(String scheme) {
    return scheme.equals("https") ? "443" : scheme.equals("http") ? "80" : "";
  }

  private static String portOf(@Nullable String authority) {
    if (authority == null) {
      return "";
    }
    int colon = authority.lastIndexOf(':');
    return colon > authority.lastIndexOf(']') ? authority.substring(colon + 1) : "";
  }

  private @Nullable String target(String asked, @Nullable RequestMatch match) {
    return switch (path) {
      case null -> asked;
      case PathChange.Whole(var whole) -> whole;
      case PathChange.Prefix(var prefix)
          when match instanceof HttpMatch(PathMatch.Prefix(var matched), var h, var q, var m) ->
          join(prefix, asked.substring(Math.min(matched.length(), asked.length())));
      case PathChange.Prefix prefix -> null;
    };
  }

  /** One slash between the two where the rest has a path. */
  private static String join(String prefix, String rest) {
    boolean hasPath = !rest.isEmpty() && rest.charAt(0) != '?';
    if (!hasPath) {
      return prefix + rest;
    }
    String begin = prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
    return begin + (rest.charAt(0) == '/' ? "" : "/") + rest;
  }
}
