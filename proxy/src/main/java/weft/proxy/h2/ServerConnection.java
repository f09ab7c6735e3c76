package weft.proxy.h2;

import java.net.SocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import weft.proxy.http.Client;
import weft.proxy.http.Headers;
import weft.proxy.http.HttpService;
import weft.proxy.http.Reset;
import weft.proxy.http.ResponseHead;
import weft.proxy.http.Version;
import weft.proxy.stack.Timers;
import weft.proxy.transport.Connection;
import weft.proxy.transport.Loop;

/**
 * A connection that takes requests.
 *
 * <p>It closes in two steps, so that no request is lost that the client sent before it knew: a
 * GOAWAY that still takes everything, and, once the client must have seen it, one that names the
 * last stream (RFC 9113, 6.8).
 */
final class ServerConnection extends H2Connection implements Client, Loop.TurnEnd {
  private static final long LAST_ORDERS = 0x776566742d627965L;
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** Heads and acknowledgements that a client does not read; above it nothing is read of it. */
  private static final int MOST_UNREAD = 1 << 20;

  private enum Phase {
    OPEN,
    WARNED,
    CLOSING
  }

  private final HttpService service;
  private final @Nullable String identity;
  private Phase phase = Phase.OPEN;
  private Timers.Timer patience = Timers.Timer.UNSET;
  private int lastId;
  private int lastTaken = Frame.LARGEST_ID;
  private boolean paused;
  private boolean marked;
  private int turn;

  ServerConnection(
      Connection connection,
      HttpService service,
      H2Options options,
      H2Shared shared,
      @Nullable String identity) {
    super(connection, options, shared, true);
    this.service = service;
    this.identity = identity;
  }

  HttpService service() {
    return service;
  }

  @Override
  void greet() {
    var settings =
        new Settings()
            .unless(0, Frame.MAX_CONCURRENT_STREAMS, options.maxConcurrentStreams())
            .own(options);
    if (options.extendedConnect()) {
      settings.add(Frame.ENABLE_CONNECT_PROTOCOL, 1);
    }
    settings.write(writer);
  }

  @Override
  void opens(int id, HeadCollector collector, boolean last) throws H2Fault {
    if ((id & 1) == 0) {
      throw H2Fault.connection(
          ErrorCode.PROTOCOL_ERROR, "a client's streams must be odd (RFC 9113, 5.1.1), got " + id);
    }
    if (id <= lastId) {
      gone(id, "HEADERS");
      return;
    }
    lastId = id;
    if (ignores(id)) {
      return;
    }
    if (streams.size() >= options.mostStreams()) {
      throw H2Fault.stream(
          id,
          ErrorCode.REFUSED_STREAM,
          "streams must be at most " + options.mostStreams() + " at a time (RFC 9113, 5.1.2)");
    }
    if (collector.isTooLarge()) {
      refuseTooLarge(id, last);
      return;
    }
    take(id, collector, last);
  }

  private void take(int id, HeadCollector collector, boolean last) throws H2Fault {
    var head = collector.request(id, this, options.extendedConnect());
    long length = collector.contentLength();
    if (last && length > 0) {
      throw H2Fault.stream(
          id,
          ErrorCode.PROTOCOL_ERROR,
          "a body must be as long as content-length says (RFC 9113, 8.1.1)");
    }
    var stream = new ServerStream(this, turn);
    stream.opens(id);
    if (!marked) {
      marked = true;
      connection.loop().atEndOfTurn(this);
    }
    stream.begins(head, length, last);
    throttle();
  }

  private void refuseTooLarge(int id, boolean last) {
    shared.faults.fault(
        connection.remoteAddress(),
        ErrorCode.ENHANCE_YOUR_CALM,
        false,
        "a head must be at most "
            + options.maxHeaderListSize()
            + " octets and "
            + options.maxHeaderLines()
            + " lines (RFC 9113, 10.5.1)");
    heads.response(id, ResponseHead.of(Version.HTTP_2, 431, new Headers()), true);
    if (!last) {
      reset(id, ErrorCode.NO_ERROR.code());
    }
  }

  @Override
  public void turnEnded() {
    marked = false;
    turn++;
    floods.turnEnded();
  }

  /** A stream was reset that was opened in the given turn. */
  void resetAfter(int opened) throws H2Fault {
    if (opened == turn) {
      floods.rapidReset();
    }
  }

  private void throttle() {
    if (!paused && connection.unsent() > MOST_UNREAD) {
      paused = true;
      connection.reading(false);
    }
  }

  @Override
  void left() {
    if (paused && connection.unsent() <= MOST_UNREAD / 2) {
      paused = false;
      connection.reading(true);
    }
  }

  @Override
  public void ping(byte[] octets, int from) throws H2Fault {
    super.ping(octets, from);
    throttle();
  }

  @Override
  boolean isIdle(int id) {
    return (id & 1) == 0 || id > lastId;
  }

  @Override
  boolean ignores(int id) {
    return id > lastTaken;
  }

  @Override
  int lastTaken() {
    return Math.min(lastId, lastTaken);
  }

  @Override
  void changed() {
    closeIfDone();
  }

  private void closeIfDone() {
    if (phase == Phase.CLOSING && streams.isEmpty() && !isOver()) {
      connection.close();
      ends(new Reset.Stop());
    }
  }

  @Override
  void goesAway(int lastId, int code, String text) {
    // It opens no more streams, and closes when it has its answers.
  }

  @Override
  public SocketAddress address() {
    return connection.remoteAddress();
  }

  @Override
  public @Nullable String identity() {
    return identity;
  }

  @Override
  public void close() {
    if (phase == Phase.OPEN && !isOver()) {
      phase = Phase.WARNED;
      writer.goAway(Frame.LARGEST_ID, ErrorCode.NO_ERROR, "closing");
      writer.ping(LAST_ORDERS);
      patience = connection.loop().after(PATIENCE, this::closeForGood);
    }
  }

  private void closeForGood() {
    if (phase == Phase.WARNED && !isOver()) {
      phase = Phase.CLOSING;
      patience.stop();
      lastTaken = lastId;
      writer.goAway(lastId, ErrorCode.NO_ERROR, "closing");
      closeIfDone();
    }
  }

  @Override
  public void pingAck(byte[] octets, int from) throws H2Fault {
    super.pingAck(octets, from);
    if (Frame.int32(octets, from) == (int) (LAST_ORDERS >>> 32)
        && Frame.int32(octets, from + 4) == (int) LAST_ORDERS) {
      closeForGood();
    }
  }

  @Override
  void ends(Reset why) {
    patience.stop();
    super.ends(why);
  }

  /** The client sends no more: what it asked whole is still answered. */
  void inputEnded() {
    phase = Phase.CLOSING;
    patience.stop();
    lastTaken = lastId;
    for (Stream stream : open()) {
      if (!stream.in.hasEnded()) {
        streams.remove(stream.id());
        stream.broke(new Reset.Io("the client closed the connection inside a request"));
      }
    }
    closeIfDone();
  }
}
