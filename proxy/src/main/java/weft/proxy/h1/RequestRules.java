package weft.proxy.h1;

import weft.proxy.http.Version;

/** What a whole request head must keep to (RFC 9112; docs/spec/outbound.md 9.3). */
final class RequestRules {
  private RequestRules() {}

  static void check(RequestLine line, Facts facts, Limits limits) throws BadMessage {
    facts.checkFraming(line.version());
    checkHost(line, facts, limits);
    BadMessage misfit = line.misfit();
    if (misfit != null) {
      throw misfit;
    }
    if (line.isConnect() && facts.hasBody()) {
      throw BadMessage.of(400, "CONNECT must not have content (RFC 9110, 9.3.6)");
    }
  }

  private static void checkHost(RequestLine line, Facts facts, Limits limits) throws BadMessage {
    if (facts.hosts() > 1) {
      throw BadMessage.of(400, "host must be one line (RFC 9112, 3.2), got: " + facts.hosts());
    }
    if (facts.hosts() == 0 && limits.hostRequired() && line.version() == Version.HTTP_1_1) {
      throw BadMessage.of(400, "host is required (RFC 9112, 3.2)");
    }
  }

  /** Whether it is known where the next request starts, and the client expects to send one. */
  static boolean mayGoOn(HeadReader heads) {
    return !heads.facts().hasBody() && heads.facts().persists(heads.requestLine().version());
  }

  /** With a body it is no upgrade: the body's bytes and the tunnel's would be one stream. */
  static boolean asksForTunnel(RequestLine line, Facts facts) {
    return line.version() == Version.HTTP_1_1
        && (line.isConnect() || (facts.asksForUpgrade() && !facts.hasBody()));
  }
}
