package weft.proxy.h1;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.proxy.http.Caller;
import weft.proxy.http.DateLine;
import weft.proxy.http.Exchange;
import weft.proxy.http.HttpService;
import weft.proxy.http.RequestHead;
import weft.proxy.stack.Readiness;
import weft.proxy.stack.Timers;
import weft.proxy.transport.Connection;
import weft.proxy.transport.Connector;
import weft.proxy.transport.Deaf;
import weft.proxy.transport.Loop;
import weft.proxy.transport.TestSocket;

/**
 * A proxy of nothing but a server, a pool and the connections they have: a test plays both ends.
 */
final class Through implements HttpService, Connector {
  static final String DATE = "date: Sun, 06 Nov 1994 08:49:37 GMT\r\n";
  static final long NOW = 784_111_777_000L;

  final List<TestSocket> servers = new ArrayList<>();
  final List<String> refused = new ArrayList<>();
  final List<RequestHead> asked = new ArrayList<>();
  final ManualTimers timers = new ManualTimers();
  final TestSocket client;
  final H1Server server;
  final H1Pool pool;
  private final Lines lines = new Lines();
  private @Nullable Callback held;
  private boolean holding;
  private @Nullable String failure;
  boolean cancelled;

  Through() {
    this(Limits.USUAL);
  }

  Through(Limits limits) {
    var setup =
        new H1Server.Setup(
            lines, limits, new DateLine(() -> NOW), (who, status, text) -> refused.add(text));
    server = new H1Server(setup, this, null);
    client = new TestSocket(server);
    pool =
        new H1Pool(
            client.loop(), timers, this, lines, limits, new H1Pool.Idle(Duration.ofSeconds(3), 2));
  }

  @Override
  public Readiness readiness() {
    return pool.readiness();
  }

  @Override
  public Exchange open(RequestHead head, Caller caller) {
    asked.add(head);
    return pool.open(head, caller);
  }

  /** Connects from now on only when told. */
  void holdConnects() {
    holding = true;
  }

  void failConnects(String why) {
    failure = why;
  }

  @Override
  public String peer() {
    return "server";
  }

  @Override
  public Pending connect(Loop loop, Callback callback) {
    if (failure != null) {
      callback.failed(failure);
    } else if (holding) {
      held = callback;
    } else {
      callback.connected(newServer());
    }
    return () -> cancelled = true;
  }

  void connects() {
    Callback callback = held;
    held = null;
    if (callback != null) {
      callback.connected(newServer());
    }
    runs();
  }

  private Connection newServer() {
    var socket = new TestSocket(new Deaf());
    servers.add(socket);
    return socket.connection();
  }

  TestSocket server(int number) {
    return servers.get(number);
  }

  /** The client sends. */
  Through asks(String text) {
    client.sends(text);
    return runs();
  }

  /** The server connected to last sends. */
  Through answers(String text) {
    servers.getLast().sends(text);
    return runs();
  }

  /** What the server connected to last got. */
  String atServer() {
    return atServer(servers.size() - 1);
  }

  String atServer(int number) {
    runs();
    return servers.isEmpty() ? "" : servers.get(number).received();
  }

  /** What the client got. */
  String atClient() {
    runs();
    return client.received();
  }

  /** Turns of all loops, until what one causes at another is done too. */
  Through runs() {
    for (int i = 0; i < 4; i++) {
      client.runs();
      servers.forEach(TestSocket::runs);
    }
    return this;
  }

  void discard() {
    client.discard();
    pool.close();
    servers.forEach(TestSocket::discard);
  }

  /** Time that a test moves. */
  static final class ManualTimers implements Timers {
    private final List<Alarm> alarms = new ArrayList<>();
    private long now;

    @Override
    public long nanoTime() {
      return now;
    }

    @Override
    public Timer after(Duration delay, Runnable action) {
      var alarm = new Alarm(now + delay.toNanos(), action);
      alarms.add(alarm);
      return () -> alarms.remove(alarm);
    }

    void pass(Duration time) {
      now += time.toNanos();
      for (Alarm alarm : List.copyOf(alarms)) {
        if (alarm.due <= now && alarms.remove(alarm)) {
          alarm.action.run();
        }
      }
    }

    int armed() {
      return alarms.size();
    }

    private record Alarm(long due, Runnable action) {}
  }
}
