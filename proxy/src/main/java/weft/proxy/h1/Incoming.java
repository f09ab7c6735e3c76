package weft.proxy.h1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;
import weft.proxy.http.Caller;
import weft.proxy.http.Exchange;
import weft.proxy.http.Header;
import weft.proxy.http.HeaderName;
import weft.proxy.http.Headers;
import weft.proxy.http.Reset;
import weft.proxy.http.ResponseHead;
import weft.proxy.http.Version;

/**
 * One exchange of a server's connection: hands the request on, writes the response.
 *
 * <p>An object of its own, so that calls which come after its end find it gone and not the next
 * exchange.
 */
final class Incoming implements Caller, BodySource.Receiver {
  private final H1Server server;
  private final Wire wire;
  private final RequestLine line;
  private final boolean persists;
  private final boolean expects;
  private final boolean asksForTunnel;
  private final int window;
  private Exchange exchange = Exchange.NONE;
  private boolean requestDone;
  private boolean responseDone;
  private boolean bodyCame;
  private boolean continued;
  private boolean headSent;
  private boolean tunnel;
  private boolean closes;
  private boolean gone;

  Incoming(H1Server server, Wire wire, RequestLine line, Facts facts, boolean tunnel, int window) {
    this.server = server;
    this.wire = wire;
    this.line = line;
    this.persists = facts.persists(line.version());
    this.expects = facts.expects() && facts.hasBody();
    this.asksForTunnel = tunnel;
    this.window = window;
  }

  void begin(Exchange opened, boolean last) {
    exchange = opened;
    requestDone = last;
    opened.start(last);
  }

  // ---------------------------------------------------------------- the request

  /** One step of the server's loop; whether another may follow. */
  boolean step() throws BadMessage {
    if (wire.source.step(wire.input, this)) {
      return true;
    }
    if (wire.source.isCutShort(wire.input)) {
      server.closeAfterAll();
      clientGone("client ended its request early");
      return false;
    }
    if (gone && wire.source.isOutOfCredit()) {
      server.closeAfterAll();
      return false;
    }
    return isOver() && finish();
  }

  /** An exchange is over with its response if nobody waits for the rest of the request. */
  private boolean isOver() {
    return isWhole() || (responseDone && mustClose() && !tunnel);
  }

  private boolean isWhole() {
    return requestDone && responseDone;
  }

  private boolean mustClose() {
    return closes || tunnel || server.isDraining();
  }

  private boolean finish() {
    boolean unwanted = !gone && !requestDone;
    gone = true;
    boolean close = mustClose();
    if (close) {
      server.closeAfterAll();
    } else {
      server.next();
    }
    if (unwanted) {
      exchange.cancel(new Reset.Stop());
    }
    return !close;
  }

  @Override
  public void bodyData(ByteBuf data, boolean last) {
    bodyCame = true;
    requestDone = last;
    if (gone) {
      data.release();
    } else {
      exchange.requestData(data, last);
    }
  }

  @Override
  public void bodyTrailers(Headers trailers) {
    requestDone = true;
    if (!gone) {
      exchange.requestTrailers(trailers);
    }
  }

  @Override
  public void grantRequest(int bytes) {
    if (!gone && !requestDone) {
      wire.source.grant(bytes);
      server.run();
    }
  }

  /** The request turned out malformed; whether there is no need, or no way, to answer. */
  boolean requestBroken(Reset why) {
    boolean unknown = !gone;
    gone = true;
    if (unknown) {
      exchange.cancel(why);
    }
    if (headSent) {
      cut();
    }
    return headSent;
  }

  void clientGone(String how) {
    if (!gone && !isWhole()) {
      gone = true;
      exchange.cancel(new Reset.Io(how));
    }
  }

  // ---------------------------------------------------------------- the response

  @Override
  public void interim(ResponseHead head) {
    if (gone || headSent || line.version() == Version.HTTP_1_0) {
      return;
    }
    continued |= head.status() == 100;
    wire.writer.response(Version.HTTP_1_1, head, HeadWriter.Body.BODILESS, null, null);
  }

  @Override
  public void responseHead(ResponseHead head, boolean last) {
    if (gone || headSent) {
      return;
    }
    headSent = true;
    if (opensTunnel(head.status())) {
      openTunnel(head);
    } else {
      respond(head, last);
    }
    server.run();
  }

  private boolean opensTunnel(int status) {
    return asksForTunnel && (status == 101 || (status / 100 == 2 && line.isConnect()));
  }

  private void openTunnel(ResponseHead head) {
    tunnel = true;
    if (line.isConnect()) {
      head.headers().remove(HeaderName.CONTENT_LENGTH);
      head.headers().remove(HeaderName.TRANSFER_ENCODING);
    }
    wire.writer.response(line.version(), head, HeadWriter.Body.TUNNEL, null, null);
    wire.sink.startRaw();
    wire.source.resume();
    exchange.grantResponse(window);
  }

  private void respond(ResponseHead head, boolean last) {
    closes |= saysClose(head.headers()) || !persists || isUnanswered() || isDistrusted();
    HeadWriter.Body body = startBody(head, last);
    wire.writer.response(
        line.version(), head, body, connectionLine(), server.dateFor(head.headers()));
    responseDone = last;
    if (asksForTunnel) {
      endAsking();
    }
    if (!last) {
      exchange.grantResponse(window);
    }
  }

  private static boolean saysClose(Headers headers) {
    Header connection = headers.first(HeaderName.CONNECTION);
    return connection != null && connection.hasValue("close");
  }

  /** The client waits for leave to send a body, or sends it: nobody knows (RFC 9110, 10.1.1). */
  private boolean isUnanswered() {
    return expects && !continued && !bodyCame && !requestDone && wire.input.isEmpty();
  }

  /** What was sent behind a refused CONNECT was meant for the tunnel, and is no request. */
  private boolean isDistrusted() {
    return asksForTunnel && line.isConnect() && !wire.input.isEmpty();
  }

  private @Nullable Header connectionLine() {
    if (closes || server.isDraining()) {
      return HeadWriter.CLOSE;
    }
    return line.version() == Version.HTTP_1_0 ? HeadWriter.KEEP_ALIVE : null;
  }

  private void endAsking() {
    requestDone = true;
    wire.source.stop();
    exchange.requestData(Unpooled.EMPTY_BUFFER, true);
  }

  /** Settles how the body is framed (RFC 9112, 6.3). */
  private HeadWriter.Body startBody(ResponseHead head, boolean last) {
    int status = head.status();
    if (line.isHead() || status == 204 || status == 304) {
      wire.sink.startNone();
      return HeadWriter.Body.BODILESS;
    }
    long length = Announced.length(head.headers(), last);
    if (length >= 0) {
      wire.sink.startLength(length);
      return HeadWriter.Body.LENGTH;
    }
    if (last) {
      head.headers().set(HeadWriter.EMPTY);
      wire.sink.startLength(0);
      return HeadWriter.Body.LENGTH;
    }
    return startUnknownLength();
  }

  private HeadWriter.Body startUnknownLength() {
    if (line.version() == Version.HTTP_1_0) {
      closes = true;
      wire.sink.startRaw();
      return HeadWriter.Body.UNTOLD;
    }
    wire.sink.startChunked();
    return HeadWriter.Body.CHUNKED;
  }

  @Override
  public void responseData(ByteBuf data, boolean last) {
    if (gone || !headSent || responseDone) {
      data.release();
      return;
    }
    int length = data.readableBytes();
    if (!wire.sink.write(data, last)) {
      breakOff();
      return;
    }
    if (last) {
      responseEnded();
    } else if (wire.sink.drops()) {
      exchange.grantResponse(length);
    }
  }

  @Override
  public void responseTrailers(Headers trailers) {
    if (gone || !headSent || responseDone) {
      return;
    }
    if (wire.sink.writeTrailers(trailers)) {
      responseEnded();
    } else {
      breakOff();
    }
  }

  private void responseEnded() {
    responseDone = true;
    if (tunnel) {
      wire.connection.endOutput();
    }
    server.run();
  }

  /** The response is not as long as it said. */
  private void breakOff() {
    gone = true;
    cut();
    exchange.cancel(new Reset.Malformed(1, "http/1 server: response length is not as announced"));
  }

  /** The socket took some of what was written. */
  void sent() {
    if (!gone && headSent && !responseDone) {
      int left = wire.sink.left();
      if (left > 0) {
        exchange.grantResponse(left);
      }
    }
  }

  @Override
  public void fail(Reset why) {
    if (gone || isWhole()) {
      return;
    }
    gone = true;
    if (!headSent) {
      server.closeAfterAll();
    } else if (responseDone) {
      stopReading();
    } else {
      cut();
    }
  }

  /** Reads over what is left of the request if it is little: cheaper than another connection. */
  private void stopReading() {
    if (tunnel) {
      server.closeAfterAll();
      return;
    }
    wire.source.limit(window);
    server.run();
  }

  /** A client knows a body cut short by its framing, and one without framing by a reset. */
  private void cut() {
    if (wire.sink.isRaw()) {
      server.cut();
    } else {
      server.closeAfterAll();
    }
  }
}
