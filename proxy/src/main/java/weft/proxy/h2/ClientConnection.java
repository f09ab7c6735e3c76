package weft.proxy.h2;

import java.time.Duration;
import java.util.ArrayDeque;
import weft.proxy.http.Refusal;
import weft.proxy.http.Reset;
import weft.proxy.stack.Timers;
import weft.proxy.transport.Connection;

/**
 * A connection that sends requests: as many at a time as the server takes, the others wait in
 * order.
 *
 * <p>What a server says it did not process (GOAWAY, RFC 9113, 6.8) fails as a refused stream does,
 * which tells that it may be tried again.
 */
final class ClientConnection extends H2Connection {
  private static final Reset UNPROCESSED = new Reset.Remote(ErrorCode.REFUSED_STREAM.code());

  /** How long a server may take to introduce itself where that is waited for. */
  private static final Duration SETTINGS_LIMIT = Duration.ofSeconds(5);

  private final Runnable changed;
  private final ArrayDeque<ClientStream> waiting = new ArrayDeque<>();
  private Timers.Timer patience = Timers.Timer.UNSET;
  private int nextId = 1;
  private boolean closing;
  private boolean serving;

  /**
   * A client's connection.
   *
   * @param changed runs whenever {@link #canOpen} may have changed
   */
  ClientConnection(Connection connection, H2Options options, H2Shared shared, Runnable changed) {
    super(connection, options, shared, false);
    this.changed = changed;
  }

  @Override
  void greet() {
    writer.preface();
    new Settings().add(Frame.ENABLE_PUSH, 0).own(options).write(writer);
    if (!knowsEnough()) {
      patience = connection.loop().after(SETTINGS_LIMIT, this::unsettled);
    }
  }

  private void unsettled() {
    if (!isSettled() && !isOver()) {
      var rule = "no SETTINGS within " + SETTINGS_LIMIT.toSeconds() + "s (RFC 9113, 3.4)";
      writer.goAway(0, ErrorCode.SETTINGS_TIMEOUT, rule);
      connection.close();
      ends(new Reset.Io(rule));
    }
  }

  /** Would a request be sent at once? */
  boolean canOpen() {
    return waiting.isEmpty() && mayOpen();
  }

  private boolean mayOpen() {
    return isUsable() && knowsEnough() && streams.size() < peer.maxStreams();
  }

  /** Whether the case of names may travel must be known before the first names are sent. */
  private boolean knowsEnough() {
    return isSettled() || !options.writtenNames();
  }

  /** May a request be sent, if perhaps later? */
  boolean isUsable() {
    return !closing && nextId > 0 && !isOver();
  }

  /** Sends a request, now or when its turn comes. */
  void submit(ClientStream stream) {
    if (!isUsable()) {
      stream.broke(UNPROCESSED);
    } else if (canOpen()) {
      open(stream);
      changed.run();
    } else if (waiting.size() < options.maxWaiting()) {
      waiting.add(stream);
      changed.run();
    } else {
      stream.broke(
          new Refusal(
                  Refusal.Kind.LOAD_SHED,
                  "HTTP/2 client: at most "
                      + options.maxWaiting()
                      + " requests may wait for a stream")
              .reset());
    }
  }

  private void open(ClientStream stream) {
    var missing = stream.missingAbility();
    if (missing != null) {
      stream.broke(new Reset.Malformed(ErrorCode.PROTOCOL_ERROR.code(), missing));
      return;
    }
    int id = nextId;
    nextId += 2;
    stream.begins(id);
  }

  /** A waiting request is not wanted any more. */
  void withdraw(ClientStream stream) {
    waiting.remove(stream);
    changed.run();
  }

  @Override
  void changed() {
    if (isSettled()) {
      patience.stop();
    }
    if (!serving) {
      serving = true;
      while (!waiting.isEmpty() && mayOpen()) {
        open(waiting.remove());
      }
      serving = false;
      closeIfDone();
      changed.run();
    }
  }

  private void closeIfDone() {
    if ((closing || nextId < 0) && streams.isEmpty() && !isOver()) {
      connection.close();
      ends(UNPROCESSED);
    }
  }

  /** Takes no more, and closes when all streams have ended. */
  void close() {
    if (!closing && !isOver()) {
      writer.goAway(0, ErrorCode.NO_ERROR, "closing");
      drains();
    }
  }

  private void drains() {
    closing = true;
    failWaiting(UNPROCESSED);
    changed();
  }

  private void failWaiting(Reset why) {
    while (!waiting.isEmpty()) {
      waiting.remove().broke(why);
    }
  }

  @Override
  void goesAway(int lastId, int code, String text) {
    closing = true;
    for (Stream stream : open()) {
      if (stream.id() > lastId) {
        streams.remove(stream.id());
        stream.broke(UNPROCESSED);
      }
    }
    drains();
  }

  @Override
  void opens(int id, HeadCollector collector, boolean last) throws H2Fault {
    if (isIdle(id)) {
      throw H2Fault.connection(
          ErrorCode.PROTOCOL_ERROR, "a server must not open streams: push is off (RFC 9113, 8.4)");
    }
    gone(id, "HEADERS");
  }

  @Override
  boolean isIdle(int id) {
    return (id & 1) == 0 || (nextId > 0 && id >= nextId);
  }

  @Override
  int lastTaken() {
    return 0;
  }

  @Override
  void ends(Reset why) {
    closing = true;
    patience.stop();
    super.ends(why);
    failWaiting(why);
    changed.run();
  }
}
