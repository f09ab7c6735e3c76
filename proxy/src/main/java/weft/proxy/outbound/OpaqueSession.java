package weft.proxy.outbound;

import io.netty.buffer.ByteBuf;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weft.proxy.balance.ConnectionBalancer;
import weft.proxy.balance.ConnectionBalancer.Choice;
import weft.proxy.config.Addr;
import weft.proxy.http.Refusal;
import weft.proxy.opaque.Splice;
import weft.proxy.outbound.OpaqueRoute.Line;
import weft.proxy.stack.IdleCache;
import weft.proxy.telemetry.OutboundMetrics.Lines;
import weft.proxy.transport.Connection;
import weft.proxy.transport.Connector;
import weft.proxy.transport.Protocol;

/**
 * One opaque connection of the application: waits for an endpoint, connects, and is spliced.
 *
 * <p>Not read while it waits, so at most one read is kept. No second endpoint is tried. Loop only.
 * Source: docs/spec/outbound.md 26.
 */
final class OpaqueSession implements Protocol, ConnectionBalancer.Asker<Line>, Connector.Callback {
  private static final Logger LOG = LoggerFactory.getLogger(OpaqueSession.class);
  private static final String IO = "i/o";

  private final Connection client;
  private final IdleCache.Handle<OpaqueRoute> route;
  private final @Nullable Addr target;
  private final Parts parts;
  private Connector.@Nullable Pending connecting;
  private @Nullable Choice<Line> choice;
  private @Nullable OpaqueCounters counters;
  private @Nullable ByteBuf read;
  private boolean joined;
  private boolean over;

  OpaqueSession(
      Connection client, IdleCache.Handle<OpaqueRoute> route, @Nullable Addr target, Parts parts) {
    this.client = client;
    this.route = route;
    this.target = target;
    this.parts = parts;
  }

  /** Asks for an endpoint once it is known where to look for one. */
  void start() {
    client.reading(false);
    route.value().await(this::known);
  }

  private void known(Plan plan) {
    ConnectionBalancer<Line> balancer = route.value().balancer();
    if (over) {
      return;
    }
    if (balancer == null) {
      Refusal refusal = route.value().refusalOfBytes();
      end(refusal == null ? new Refusal(Refusal.Kind.NO_ROUTE, "no endpoint") : refusal);
    } else {
      counters = route.value().counters();
      if (counters != null) {
        counters.lines().opened().add();
      }
      balancer.ask(this);
    }
  }

  @Override
  public void chosen(Choice<Line> chosen) {
    choice = chosen;
    Connector.Pending pending = chosen.service().connector().connect(client.loop(), this);
    if (!over && !joined) {
      connecting = pending;
    }
  }

  @Override
  public void refused(Refusal why) {
    end(why);
  }

  private void end(Refusal why) {
    end(why.kind().label(), why.text());
  }

  @Override
  public boolean isGone() {
    return over;
  }

  @Override
  public void connected(Connection server) {
    measured();
    connecting = null;
    joined = true;
    ByteBuf first = read;
    read = null;
    client.reading(true);
    Splice.join(client, first, server, this::spliceEnded);
  }

  private void spliceEnded(@Nullable Throwable why) {
    over = true;
    countEnd(why == null ? "" : Lines.UNEXPECTED);
    route.release();
    if (why != null) {
      LOG.debug("Connection closed: {}", why.getMessage());
    }
  }

  private void countEnd(String error) {
    if (counters != null) {
      counters.lines().closed().add(error);
    }
  }

  @Override
  public void failed(String text) {
    end(IO, text);
  }

  @Override
  public void timedOut(Duration limit) {
    end(IO, "connect timed out after " + limit.toMillis() + "ms");
  }

  private void measured() {
    if (choice != null) {
      choice.done();
    }
  }

  private void end(String error, String why) {
    if (over) {
      return;
    }
    parts.failures().closed(client.remoteAddress(), target, error, why);
    finish();
    client.close();
  }

  private void finish() {
    over = true;
    countEnd(Lines.UNEXPECTED);
    measured();
    route.release();
    if (connecting != null) {
      connecting.cancel();
    }
    if (read != null) {
      read.release();
      read = null;
    }
  }

  @Override
  public void opened(Connection connection) {}

  @Override
  public void received(ByteBuf bytes) {
    if (over) {
      bytes.release();
    } else if (read == null) {
      read = bytes;
    } else {
      read = client.loop().allocator().compositeBuffer(2).addComponents(true, read, bytes);
    }
  }

  @Override
  public void inputEnded() {}

  @Override
  public void sent(int bytes) {}

  @Override
  public void closed(@Nullable Throwable why) {
    if (!over && !joined) {
      finish();
    }
  }
}
