package weft.proxy.http;

import weft.proxy.stack.Readiness;

/**
 * Carries exchanges of HTTP/1 to a peer's proxy on an HTTP/2 connection, and gives them back as
 * what they were.
 *
 * <p>What asks for a tunnel goes by HTTP/1 on its own connection, and what is HTTP/2 already goes
 * as it is. A reset of the stream is an I/O error for its HTTP/1 client: it must never become a
 * reset there. As ready as {@code http2}. Loop only. Source: docs/spec/outbound.md 23.3.
 *
 * @param http2 the client of the endpoint's HTTP/2 connection
 * @param http1 the client of the same endpoint's HTTP/1 connections
 */
public record OrigProtoUpgrade(HttpService http2, HttpService http1) implements HttpService {
  private static final Header HTTP = Header.of(HeaderName.SCHEME, "http");

  @Override
  public Readiness readiness() {
    return http2.readiness();
  }

  @Override
  public Exchange open(RequestHead head, Caller caller) {
    if (!head.version().isHttp1()) {
      return http2.open(head, caller);
    }
    if (head.asksForTunnel()) {
      return http1.open(head, caller);
    }
    var carried = new Carried(head.version(), caller);
    upgrade(head);
    return carried.into(http2, head);
  }

  @Override
  public void retire() {
    http2.retire();
    http1.retire();
  }

  private static void upgrade(RequestHead head) {
    head.headers().set(OrigProto.of(head));
    head.headers().remove(HeaderName.TRANSFER_ENCODING);
    if (head.scheme() == null) {
      head.scheme(HTTP);
    }
    head.version(Version.HTTP_2);
  }

  private static final class Carried extends Relay {
    private final Version version;

    Carried(Version version, Caller caller) {
      super(caller);
      this.version = version;
    }

    @Override
    public void interim(ResponseHead head) {
      restore(head);
      super.interim(head);
    }

    @Override
    public void responseHead(ResponseHead head, boolean last) {
      restore(head);
      super.responseHead(head, last);
    }

    @Override
    public void fail(Reset why) {
      super.fail(downgraded(why));
    }

    private void restore(ResponseHead head) {
      Version said = OrigProto.version(head.headers().first(HeaderName.L5D_ORIG_PROTO));
      head.version(said == null ? version : said);
      head.headers().remove(HeaderName.L5D_ORIG_PROTO);
    }

    private static Reset downgraded(Reset why) {
      return switch (why.root()) {
        case Reset.Remote remote -> new Reset.Io(why.text());
        case Reset.Malformed malformed -> new Reset.Io(why.text());
        default -> why;
      };
    }
  }
}
