package weft.proxy.h1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import weft.proxy.http.Caller;
import weft.proxy.http.Client;
import weft.proxy.http.Exchange;
import weft.proxy.http.Headers;
import weft.proxy.http.Reset;
import weft.proxy.http.ResponseHead;

/** A caller that takes everything down, and grants what it is told to. */
final class Asker implements Caller {
  static final Client CLIENT =
      new Client() {
        @Override
        public SocketAddress address() {
          return new InetSocketAddress(0);
        }

        @Override
        public @Nullable String identity() {
          return null;
        }

        @Override
        public void close() {}
      };

  private final ByteBuf body = Unpooled.buffer();
  Exchange exchange = Exchange.NONE;
  int window = 1 << 20;
  int granted;
  @Nullable ResponseHead head;
  @Nullable Headers trailers;
  @Nullable Reset failure;
  boolean ended;

  void asks(Exchange opened, boolean last) {
    exchange = opened;
    opened.start(last);
  }

  String body() {
    return body.toString(StandardCharsets.ISO_8859_1);
  }

  void release() {
    body.release();
  }

  @Override
  public void grantRequest(int bytes) {
    granted += bytes;
  }

  @Override
  public void interim(ResponseHead interim) {}

  @Override
  public void responseHead(ResponseHead response, boolean last) {
    head = response;
    ended = last;
    if (!last && window > 0) {
      exchange.grantResponse(window);
    }
  }

  @Override
  public void responseData(ByteBuf data, boolean last) {
    body.writeBytes(data);
    data.release();
    ended = last;
  }

  @Override
  public void responseTrailers(Headers last) {
    trailers = last;
    ended = true;
  }

  @Override
  public void fail(Reset why) {
    failure = why;
  }

  /** Keeps no connection. */
  static final class Nobody implements H1Client.Owner {
    @Override
    public void idle(H1Client client) {}

    @Override
    public void gone(H1Client client) {}
  }
}
