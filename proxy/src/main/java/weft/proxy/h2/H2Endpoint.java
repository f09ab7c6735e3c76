package weft.proxy.h2;

import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weft.proxy.http.Caller;
import weft.proxy.http.Exchange;
import weft.proxy.http.HttpService;
import weft.proxy.http.Refuse;
import weft.proxy.http.RequestHead;
import weft.proxy.http.Reset;
import weft.proxy.stack.ExponentialBackoff;
import weft.proxy.stack.Readiness;
import weft.proxy.stack.Signal;
import weft.proxy.stack.Timers.Timer;
import weft.proxy.transport.Connection;
import weft.proxy.transport.Connector;
import weft.proxy.transport.Loop;
import weft.proxy.transport.Protocol;

/**
 * The one HTTP/2 connection to an endpoint: opened when this is built, and opened again when it is
 * lost, for ever, until it is retired.
 *
 * <p>Ready while the connection takes another stream. Attempts that fail one after the other wait
 * longer and longer; a connection that had worked begins the sequence anew. Loop only. Source:
 * docs/spec/outbound.md 22 (reconnect), 23.2.
 */
public final class H2Endpoint implements HttpService {
  private static final Logger LOG = LoggerFactory.getLogger(H2Endpoint.class);
  private static final Reset NOT_CONNECTED = new Reset.Io("not connected");

  private final Loop loop;
  private final Connector connector;
  private final ExponentialBackoff backoff;
  private final RandomGenerator random;
  private final H2Options options;
  private final H2Shared shared;
  private final Signal ready = new Signal(false, this::obstacle);
  private Connector.@Nullable Pending connecting;
  private Timer pause = Timer.UNSET;
  private @Nullable H2Client client;
  private int failures;
  private String lastFailure = "";
  private boolean retired;

  /** Connects at once. */
  public H2Endpoint(
      Loop loop,
      Connector connector,
      ExponentialBackoff backoff,
      RandomGenerator random,
      H2Options options,
      H2Shared shared) {
    this.loop = loop;
    this.connector = connector;
    this.backoff = backoff;
    this.random = random;
    this.options = options;
    this.shared = shared;
    connect();
  }

  @Override
  public Readiness readiness() {
    return ready;
  }

  @Override
  public Exchange open(RequestHead head, Caller caller) {
    H2Client c = client;
    return c == null ? Refuse.exchange(caller, NOT_CONNECTED) : c.open(head, caller);
  }

  @Override
  public void retire() {
    retired = true;
    pause.stop();
    if (connecting != null) {
      connecting.cancel();
    }
    if (client != null) {
      client.close();
    }
  }

  private String obstacle() {
    String why =
        client != null
            ? "all streams of its connection are in use"
            : lastFailure.isEmpty() ? "not connected yet" : lastFailure;
    return connector.peer() + ": " + why;
  }

  private void connect() {
    if (!retired) {
      connecting = connector.connect(loop, new Outcome());
    }
  }

  private void connected(Connection connection) {
    connecting = null;
    failures = 0;
    lastFailure = "";
    var next = new H2Client(options, shared);
    client = next;
    next.readiness().onChange(() -> changed(next));
    connection.become(new Watched(next), null);
    changed(next);
  }

  private void changed(H2Client of) {
    if (of.equals(client)) {
      ready.set(of.isReady());
      if (!of.isUsable() && !retired) {
        lost(of);
      }
    }
  }

  /**
   * GOAWAY or the end of the connection: what is under way may complete, the next one replaces it.
   */
  private void lost(H2Client of) {
    if (of.equals(client)) {
      client = null;
      lastFailure = "its connection has ended";
      ready.set(false);
      again();
    }
  }

  private void failed(String text) {
    connecting = null;
    lastFailure = text;
    LOG.warn("Failed to connect: {} addr={}", text, connector.peer());
    again();
  }

  private void again() {
    if (!retired) {
      Duration wait = backoff.delay(failures++, random);
      pause = loop.after(wait, this::connect);
    }
  }

  private final class Outcome implements Connector.Callback {
    @Override
    public void connected(Connection connection) {
      H2Endpoint.this.connected(connection);
    }

    @Override
    public void failed(String text) {
      H2Endpoint.this.failed(text);
    }

    @Override
    public void timedOut(Duration limit) {
      H2Endpoint.this.failed("connect timed out after " + limit.toMillis() + "ms");
    }
  }

  /** The client, and a look at how its connection goes. */
  private final class Watched implements Protocol {
    private final H2Client of;

    Watched(H2Client of) {
      this.of = of;
    }

    @Override
    public void opened(Connection connection) {
      of.opened(connection);
    }

    @Override
    public void received(ByteBuf bytes) {
      of.received(bytes);
      changed(of);
    }

    @Override
    public void inputEnded() {
      of.inputEnded();
      changed(of);
    }

    @Override
    public void sent(int bytes) {
      of.sent(bytes);
    }

    @Override
    public void closed(@Nullable Throwable why) {
      of.closed(why);
      lost(of);
    }
  }
}
