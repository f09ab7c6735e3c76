package weft.proxy.h2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.proxy.http.Caller;
import weft.proxy.http.Client;
import weft.proxy.http.Exchange;
import weft.proxy.http.Header;
import weft.proxy.http.HeaderName;
import weft.proxy.http.Headers;
import weft.proxy.http.HttpService;
import weft.proxy.http.RequestHead;
import weft.proxy.http.Reset;
import weft.proxy.http.ResponseHead;
import weft.proxy.http.Version;

/** A caller that notes what it is answered; it grants response bytes only when the test says so. */
final class Asked implements Caller {
  Exchange exchange = Exchange.NONE;
  final List<Integer> interims = new ArrayList<>();
  final StringBuilder body = new StringBuilder();
  int credit;
  int bytes;
  boolean ended;
  @Nullable ResponseHead head;
  @Nullable Headers trailers;
  @Nullable Reset failed;

  static RequestHead head(String method, Client client, Header... fields) {
    return new RequestHead(
        Version.HTTP_2,
        Header.of(HeaderName.METHOD, method),
        Header.of(HeaderName.SCHEME, "http"),
        Header.of(HeaderName.AUTHORITY, "web"),
        Header.of(HeaderName.PATH, "/"),
        RequestHead.Form.ORIGIN,
        Headers.of(fields),
        client);
  }

  static final Client NOBODY =
      new Client() {
        @Override
        public SocketAddress address() {
          return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        }

        @Override
        public @Nullable String identity() {
          return null;
        }

        @Override
        public void close() {}
      };

  /** Asks {@code service}. */
  static Asked of(HttpService service, String method, boolean last, Header... fields) {
    var asked = new Asked();
    asked.exchange = service.open(head(method, NOBODY, fields), asked);
    asked.exchange.start(last);
    return asked;
  }

  Asked says(String text, boolean last) {
    exchange.requestData(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1), last);
    return this;
  }

  int status() {
    return head == null ? 0 : head.status();
  }

  @Override
  public void grantRequest(int more) {
    credit += more;
  }

  @Override
  public void interim(ResponseHead interim) {
    interims.add(interim.status());
  }

  @Override
  public void responseHead(ResponseHead response, boolean last) {
    head = response;
    ended = last;
  }

  @Override
  public void responseData(ByteBuf data, boolean last) {
    bytes += data.readableBytes();
    body.append(data.toString(StandardCharsets.ISO_8859_1));
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
    failed = why;
  }
}
