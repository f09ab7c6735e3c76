package weft.proxy.h1;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import weft.proxy.http.Caller;
import weft.proxy.http.Exchange;
import weft.proxy.http.Header;
import weft.proxy.http.HeaderName;
import weft.proxy.http.HttpService;
import weft.proxy.http.RequestHead;
import weft.proxy.http.Reset;
import weft.proxy.http.Version;
import weft.proxy.stack.Readiness;
import weft.proxy.stack.Timers;
import weft.proxy.transport.Connection;
import weft.proxy.transport.Connector;
import weft.proxy.transport.Loop;

/**
 * An endpoint's HTTP/1 connections, used again for the same form of target and the same authority.
 *
 * <p>The connection that became idle last is taken first. HTTP/1.0 requests and those without a
 * {@code host} get a connection of their own. Always ready: a failure to connect is the exchange's.
 * Source: docs/spec/outbound.md 23.1.
 */
public final class H1Pool implements HttpService {
  private final Loop loop;
  private final Connector connector;
  private final Lines lines;
  private final Limits limits;
  private final IdleClients idle;
  private final Outgoing.Place place = this::find;

  /**
   * How long and how many connections wait for their next exchange.
   *
   * @param timeout of one connection
   * @param max idle connections of the pool, all authorities together
   */
  public record Idle(Duration timeout, int max) {
    /** Those of docs/spec/outbound.md 2. */
    public static final Idle USUAL = new Idle(Duration.ofSeconds(3), 10_000);
  }

  /**
   * A pool of connections made by {@code connector} on {@code loop}, whose clock is {@code timers}.
   */
  public H1Pool(
      Loop loop, Timers timers, Connector connector, Lines lines, Limits limits, Idle idle) {
    this.loop = loop;
    this.connector = connector;
    this.lines = lines;
    this.limits = limits;
    this.idle = new IdleClients(timers, idle);
  }

  @Override
  public Readiness readiness() {
    return Readiness.ALWAYS;
  }

  @Override
  public Exchange open(RequestHead head, Caller caller) {
    return new Outgoing(head, caller, place);
  }

  /** Closes idle connections; those in use close after their exchange. */
  public void close() {
    idle.close();
  }

  private void find(Outgoing exchange) {
    Header key = key(exchange.head());
    boolean absolute = exchange.head().form() == RequestHead.Form.ABSOLUTE;
    H1Client client = key == null ? null : idle.take(absolute, key);
    if (client != null) {
      client.begin(exchange);
    } else {
      new Opening(exchange, key, absolute).start();
    }
  }

  /** What requests that may share connections have in common; null if they may share none. */
  private static @Nullable Header key(RequestHead head) {
    if (head.version() == Version.HTTP_2) {
      return head.authority();
    }
    Header host = head.headers().first(HeaderName.HOST);
    boolean named = host != null && host.value().length > 0;
    if (head.version() == Version.HTTP_1_0 || !named) {
      return null;
    }
    return head.authority() == null ? host : head.authority();
  }

  /** Opens a connection for an exchange, and then keeps it for others. */
  private final class Opening implements Connector.Callback, Connector.Pending, H1Client.Owner {
    private @Nullable Outgoing waiting;
    private final @Nullable Header key;
    private final boolean absolute;
    private Connector.@Nullable Pending pending;

    Opening(Outgoing waiting, @Nullable Header key, boolean absolute) {
      this.waiting = waiting;
      this.key = key;
      this.absolute = absolute;
      waiting.waitsFor(this);
    }

    void start() {
      Connector.Pending connecting = connector.connect(loop, this);
      if (waiting != null) {
        pending = connecting;
      }
    }

    @Override
    public void cancel() {
      Connector.Pending connecting = pending;
      taken();
      if (connecting != null) {
        connecting.cancel();
      }
    }

    /** The exchange, which waits no more. */
    private @Nullable Outgoing taken() {
      Outgoing exchange = waiting;
      waiting = null;
      pending = null;
      return exchange;
    }

    @Override
    public void connected(Connection connection) {
      Outgoing exchange = taken();
      if (exchange == null) {
        connection.close();
        return;
      }
      var client = new H1Client(lines, limits, this);
      connection.become(client, null);
      client.begin(exchange);
    }

    @Override
    public void failed(String text) {
      fail(new Reset.Io("client error (Connect): " + text));
    }

    @Override
    public void timedOut(Duration limit) {
      fail(new Reset.ConnectTimedOut(limit));
    }

    private void fail(Reset why) {
      Outgoing exchange = taken();
      if (exchange != null) {
        exchange.failed(why);
      }
    }

    @Override
    public void idle(H1Client client) {
      if (key == null) {
        client.close();
      } else {
        idle.put(absolute, key, client);
      }
    }

    @Override
    public void gone(H1Client client) {
      if (key != null) {
        idle.remove(absolute, key, client);
      }
    }
  }
}
