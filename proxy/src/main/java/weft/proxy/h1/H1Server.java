package weft.proxy.h1;

import io.netty.buffer.ByteBuf;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;
import weft.proxy.http.Client;
import weft.proxy.http.DateLine;
import weft.proxy.http.Header;
import weft.proxy.http.HeaderName;
import weft.proxy.http.Headers;
import weft.proxy.http.HttpService;
import weft.proxy.http.RequestHead;
import weft.proxy.http.Reset;
import weft.proxy.http.ResponseHead;
import weft.proxy.http.Version;
import weft.proxy.stack.Timers.Timer;
import weft.proxy.transport.Connection;
import weft.proxy.transport.Protocol;

/**
 * HTTP/1 as a server: reads requests from one connection, one at a time, and has a service answer
 * them.
 *
 * <p>Pipelined requests wait unread, then unparsed, until the exchange before them is over, so
 * answers are in order and nothing grows. What breaks a rule is answered here, before any layer
 * (docs/spec/inbound.md 9.1). A client that half-closes is still answered. {@code expect:
 * 100-continue} is the service's to answer.
 *
 * <p>On the connection's loop only.
 */
public final class H1Server implements Protocol, Client {
  private final Setup setup;
  private final HttpService service;
  private final @Nullable String identity;
  private @Nullable Wire wire;
  private @Nullable Incoming current;
  private Timer patience = Timer.UNSET;
  private boolean awaitsHead;
  private boolean running;
  private boolean draining;
  private boolean over;

  /**
   * What servers of one loop share.
   *
   * @param lines the loop's
   * @param dates the loop's
   * @param refusals is told of what no layer sees
   */
  public record Setup(Lines lines, Limits limits, DateLine dates, Refusals refusals) {}

  /** Answers by {@code service}; {@code identity} is the client's, if it is meshed. */
  public H1Server(Setup setup, HttpService service, @Nullable String identity) {
    this.setup = setup;
    this.service = service;
    this.identity = identity;
  }

  private Wire wire() {
    if (wire == null) {
      throw new IllegalStateException("not opened");
    }
    return wire;
  }

  // ---------------------------------------------------------------- the client, to layers

  @Override
  public SocketAddress address() {
    return wire().connection.remoteAddress();
  }

  @Override
  public @Nullable String identity() {
    return identity;
  }

  /** Lets the present exchange end, says {@code connection: close} if it still can, then closes. */
  @Override
  public void close() {
    draining = true;
    if (wire != null) {
      run();
    }
  }

  @Override
  public void drain() {
    close();
  }

  boolean isDraining() {
    return draining;
  }

  // ---------------------------------------------------------------- the connection

  @Override
  public void opened(Connection connection) {
    wire = new Wire(connection, setup.lines(), setup.limits());
    wire.heads.expectRequest();
  }

  @Override
  public void received(ByteBuf bytes) {
    if (over) {
      bytes.release();
      return;
    }
    wire().input.add(bytes, wire().connection.loop().allocator());
    run();
  }

  @Override
  public void inputEnded() {
    wire().input.end();
    run();
  }

  @Override
  public void sent(int bytes) {
    Incoming exchange = current;
    if (exchange != null) {
      exchange.sent();
    }
  }

  @Override
  public void closed(@Nullable Throwable why) {
    Incoming exchange = current;
    end();
    if (exchange != null) {
      exchange.clientGone(why == null ? "client closed its connection" : why.toString());
    }
  }

  /** Serves what was read, as far as it goes; a nested call leaves it to the running one. */
  void run() {
    if (running) {
      return;
    }
    running = true;
    boolean more = true;
    while (more && !over) {
      more = step();
    }
    running = false;
    if (!over) {
      watchHead();
      wire().reading(current == null || wire().source.wants(wire().input));
    }
  }

  /** A head that came in part must be whole in time; whole ones cost nothing here. */
  private void watchHead() {
    Wire w = wire();
    boolean waits = current == null && (w.heads.isUnderWay() || !w.input.isEmpty());
    if (waits == awaitsHead) {
      return;
    }
    awaitsHead = waits;
    if (waits) {
      patience = w.connection.loop().after(setup.limits().headPatience(), this::headTooLate);
    } else {
      patience.stop();
    }
  }

  private void headTooLate() {
    if (awaitsHead && !over) {
      String limit = setup.limits().headPatience().toMillis() + "ms";
      refuse(BadMessage.of(408, "a head that was not whole within " + limit + " (limit)"));
    }
  }

  private boolean step() {
    Incoming exchange = current;
    try {
      return exchange == null ? readHead() : exchange.step();
    } catch (BadMessage bad) {
      refuse(bad);
      return true;
    }
  }

  private boolean readHead() throws BadMessage {
    Wire w = wire();
    if (draining && w.input.isEmpty() && !w.heads.isUnderWay()) {
      closeAfterAll();
      return false;
    }
    if (w.heads.read(w.input)) {
      open(w);
      return true;
    }
    if (w.input.isEnded()) {
      closeAfterAll();
    }
    return false;
  }

  private void open(Wire w) throws BadMessage {
    RequestLine line = w.heads.requestLine();
    Facts facts = w.heads.facts();
    RequestRules.check(line, facts, setup.limits());
    boolean tunnel = RequestRules.asksForTunnel(line, facts);
    Headers headers = w.heads.headers();
    if (!tunnel) {
      facts.strip(headers);
    }
    RequestHead head = head(line, headers, tunnel);
    var exchange = new Incoming(this, w, line, facts, tunnel, setup.limits().window());
    current = exchange;
    if (tunnel) {
      w.source.suspend();
    } else {
      w.source.startFramed(facts);
    }
    exchange.begin(service.open(head, exchange), w.source.isEnded());
  }

  private RequestHead head(RequestLine line, Headers headers, boolean tunnel) {
    var head =
        new RequestHead(
            line.version(),
            line.method(),
            line.scheme(),
            line.authority(),
            line.path(),
            line.form(),
            headers,
            this);
    head.asksForTunnel(tunnel);
    return head;
  }

  // ---------------------------------------------------------------- ends

  /** The exchange is over, and the connection goes on. */
  void next() {
    current = null;
    wire().heads.expectRequest();
  }

  /** Nothing more is read; what was written leaves, then the connection closes. */
  void closeAfterAll() {
    end();
    wire().connection.close();
  }

  /** The connection is cut so that the client cannot take what it got for the whole. */
  void cut() {
    end();
    wire().connection.abort();
  }

  private void end() {
    over = true;
    current = null;
    patience.stop();
    wire().source.stop();
    wire().input.release();
  }

  private void refuse(BadMessage bad) {
    String text = "http/1 server: " + bad.text();
    setup.refusals().refused(address(), bad.status(), text);
    Incoming exchange = current;
    if (exchange != null) {
      boolean answered = exchange.requestBroken(new Reset.Malformed(1, text));
      if (answered) {
        return;
      }
    }
    boolean goesOn = exchange == null && bad.isFramed() && RequestRules.mayGoOn(wire().heads);
    answer(bad.status(), text, goesOn && !draining);
  }

  private void answer(int status, String text, boolean goesOn) {
    Headers headers = Headers.of(HeadWriter.EMPTY);
    if (setup.limits().explains()) {
      headers.add(HeaderName.L5D_PROXY_ERROR, text);
    }
    ResponseHead head = ResponseHead.of(Version.HTTP_1_1, status, headers);
    Header connectionLine = goesOn ? null : HeadWriter.CLOSE;
    HeadWriter writer = wire().writer;
    writer.response(
        Version.HTTP_1_1, head, HeadWriter.Body.LENGTH, connectionLine, setup.dates().line());
    if (goesOn) {
      next();
    } else {
      closeAfterAll();
    }
  }

  /** For a head that has none. */
  @Nullable Header dateFor(Headers headers) {
    return headers.contains(HeaderName.DATE) ? null : setup.dates().line();
  }
}
