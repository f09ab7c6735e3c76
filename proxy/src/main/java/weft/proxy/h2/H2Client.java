package weft.proxy.h2;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.proxy.http.Caller;
import weft.proxy.http.Exchange;
import weft.proxy.http.Headers;
import weft.proxy.http.HttpService;
import weft.proxy.http.RequestHead;
import weft.proxy.http.Reset;
import weft.proxy.stack.Readiness;
import weft.proxy.transport.Connection;
import weft.proxy.transport.Protocol;

/**
 * The client side of HTTP/2 on one connection: every exchange becomes a stream.
 *
 * <p>Ready while the server takes one more stream. Exchanges that come when it is not wait,
 * bounded; those that come when there is no connection, or it goes away, fail as unprocessed:
 * {@link Reset.Remote} with REFUSED_STREAM. Loop only. Source: RFC 9113; docs/spec/outbound.md
 * 23.2.
 */
public final class H2Client implements Protocol, HttpService, Readiness {
  private final H2Options options;
  private final H2Shared shared;
  private final List<Runnable> wakes = new ArrayList<>(1);
  private @Nullable ClientConnection client;
  private boolean ready;

  /** A client for one connection; {@code shared} is that of the connection's loop. */
  public H2Client(H2Options options, H2Shared shared) {
    this.options = options;
    this.shared = shared;
  }

  @Override
  public Readiness readiness() {
    return this;
  }

  @Override
  public boolean isReady() {
    return client != null && client.canOpen();
  }

  @Override
  public void onChange(Runnable wake) {
    wakes.add(wake);
  }

  /** May it be used, if perhaps not at once? False before it was opened, and from its end on. */
  public boolean isUsable() {
    return client != null && client.isUsable();
  }

  /** Streams that are open. */
  public int streams() {
    return client == null ? 0 : client.streams.size();
  }

  /** Takes no more, and closes when all streams have ended. Idempotent. */
  public void close() {
    if (client != null) {
      client.close();
    }
  }

  @Override
  public void retire() {
    close();
  }

  private void changed() {
    boolean now = isReady();
    if (now != ready) {
      ready = now;
      for (int i = 0; i < wakes.size(); i++) {
        wakes.get(i).run();
      }
    }
  }

  @Override
  public Exchange open(RequestHead head, Caller caller) {
    return client == null ? new Unconnected(caller) : new ClientStream(client, head, caller);
  }

  @Override
  public void opened(Connection connection) {
    client = new ClientConnection(connection, options, shared, this::changed);
    client.start();
    changed();
  }

  @Override
  public void received(ByteBuf bytes) {
    if (client == null) {
      bytes.release();
    } else {
      client.received(bytes);
    }
  }

  @Override
  public void inputEnded() {
    if (client != null) {
      client.connection.close();
      client.ends(new Reset.Io("the server closed the connection"));
    }
  }

  @Override
  public void sent(int bytes) {
    if (client != null) {
      client.sent(bytes);
    }
  }

  @Override
  public void closed(@Nullable Throwable why) {
    if (client != null) {
      client.ends(new Reset.Io(Closed.text("server", why)));
    }
  }

  /** An exchange before there is a connection. */
  private record Unconnected(Caller caller) implements Exchange {
    @Override
    public void start(boolean last) {
      caller.fail(new Reset.Remote(ErrorCode.REFUSED_STREAM.code()));
    }

    @Override
    public void requestData(ByteBuf data, boolean last) {
      data.release();
    }

    @Override
    public void requestTrailers(Headers trailers) {}

    @Override
    public void grantResponse(int bytes) {}

    @Override
    public void cancel(Reset why) {}
  }
}
