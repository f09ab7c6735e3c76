package weft.proxy.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Heads and pieces for tests. */
public final class Requests {
  private Requests() {}

  /** {@code GET /}, origin form. */
  public static RequestHead get(Version version, Client client, Header... lines) {
    return new RequestHead(
        version,
        Header.of(HeaderName.METHOD, "GET"),
        null,
        null,
        Header.of(HeaderName.PATH, "/"),
        RequestHead.Form.ORIGIN,
        Headers.of(lines),
        client);
  }

  /** As {@link #get}, from an unmeshed client by HTTP/1.1. */
  public static RequestHead get(Header... lines) {
    return get(Version.HTTP_1_1, TestClient.unmeshed(), lines);
  }

  /** A call of gRPC. */
  public static RequestHead grpc(Client client) {
    return get(
        Version.HTTP_2, client, Header.of(HeaderName.CONTENT_TYPE, "application/grpc+proto"));
  }

  /** A field. */
  public static Header line(String name, String value) {
    return Header.of(HeaderName.of(name), value);
  }

  /** A piece of a body; not tracked for leaks, so counted by who needs it. */
  public static ByteBuf piece(String text) {
    return Unpooled.copiedBuffer(text, US_ASCII);
  }
}
