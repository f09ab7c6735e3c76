package weft.proxy.route;

import org.jspecify.annotations.Nullable;
import weft.proxy.http.Header;
import weft.proxy.http.Headers;
import weft.proxy.http.RequestHead;

/** A request as routes look at it: its target in parts, each found once. For one decision. */
final class Asked {
  private final RequestHead head;
  private final String target;
  private final int question;
  private @Nullable String path;
  private @Nullable String host;
  private boolean hostKnown;

  Asked(RequestHead head) {
    this.head = head;
    this.target = head.path().valueText();
    this.question = target.indexOf('?');
  }

  boolean hasMethod(String method) {
    return head.hasMethod(method);
  }

  Headers headers() {
    return head.headers();
  }

  /** The path without the query. */
  String path() {
    String p = path;
    if (p == null) {
      p = question < 0 ? target : target.substring(0, question);
      path = p;
    }
    return p;
  }

  /** What stands behind the first question mark; null without one. */
  @Nullable String query() {
    return question < 0 ? null : target.substring(question + 1);
  }

  /** The host of the target's authority, without user and port; null without authority. */
  @Nullable String host() {
    if (!hostKnown) {
      hostKnown = true;
      Header authority = head.authority();
      host = authority == null ? null : hostOf(authority.valueText());
    }
    return host;
  }

  static String hostOf(String authority) {
    String host = authority.substring(authority.indexOf('@') + 1);
    if (host.startsWith("[")) {
      return host.substring(0, host.indexOf(']') + 1);
    }
    int colon = host.indexOf(':');
    return colon < 0 ? host : host.substring(0, colon);
  }
}
