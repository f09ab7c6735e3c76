package weft.proxy.outbound;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weft.proxy.balance.ConnectionBalancer;
import weft.proxy.balance.ConnectionBalancer.Choice;
import weft.proxy.config.Addr;
import weft.proxy.http.Refusal;
import weft.proxy.opaque.Joining;
import weft.proxy.opaque.Splice;
import weft.proxy.outbound.OpaqueBackend.Line;
import weft.proxy.stack.IdleCache;
import weft.proxy.telemetry.OutboundMetrics.Lines;
import weft.proxy.transport.Connection;

/**
 * One opaque connection of the application: waits for an endpoint, connects, and is spliced.
 *
 * <p>No second endpoint is tried. Loop only. Source: docs/spec/outbound.md 26.
 */
final class OpaqueSession implements ConnectionBalancer.Asker<Line>, Joining.Owner {
  private static final Logger LOG = LoggerFactory.getLogger(OpaqueSession.class);
  private static final String IO = "i/o";
  private static final Refusal NOBODY =
      new Refusal(Refusal.Kind.LOAD_SHED, "service unavailable: no backend of the route is ready");

  private final Connection client;
  private final IdleCache.Handle<OpaqueRoute> route;
  private final @Nullable Addr target;
  private final Parts parts;
  private final Joining joining;
  private @Nullable Choice<Line> choice;
  private @Nullable OpaqueCounters counters;

  OpaqueSession(
      Connection client, IdleCache.Handle<OpaqueRoute> route, @Nullable Addr target, Parts parts) {
    this.client = client;
    this.route = route;
    this.target = target;
    this.parts = parts;
    this.joining = new Joining(client, this);
  }

  /**
   * Takes the connection over, and asks for an endpoint once it is known where to look for one.
   *
   * @param read what was read already; ownership is given
   */
  void start(@Nullable ByteBuf read) {
    joining.begin(read);
    route.value().await(this::known);
  }

  private void known(Plan plan) {
    if (joining.isOver()) {
      return;
    }
    counters = route.value().counters();
    if (counters != null) {
      counters.lines().opened().add();
    }
    OpaqueBackend backend = route.value().pick();
    if (backend != null) {
      backend.ask(this);
    } else {
      Refusal refusal = route.value().refusalOfBytes();
      refused(refusal == null ? NOBODY : refusal);
    }
  }

  @Override
  public void chosen(Choice<Line> chosen) {
    choice = chosen;
    joining.connect(chosen.service().connector());
  }

  @Override
  public void refused(Refusal why) {
    if (!joining.isOver()) {
      joining.stop();
      countEnd(error(why.kind()));
      end(why.kind().label(), why.text());
    }
  }

  @Override
  public boolean isGone() {
    return joining.isOver();
  }

  @Override
  public void connected() {
    measured();
  }

  @Override
  public void joined(Splice splice) {}

  @Override
  public void ended(@Nullable Throwable why) {
    countEnd(why == null ? "" : Lines.UNEXPECTED);
    route.release();
    if (why != null) {
      LOG.debug("Connection closed: {}", why.getMessage());
    }
  }

  @Override
  public void failed(String why) {
    end(IO, why);
  }

  private void end(String error, String why) {
    parts.failures().closed(client.remoteAddress(), target, error, why);
    abandoned();
    client.close();
  }

  @Override
  public void abandoned() {
    countEnd(Lines.UNEXPECTED);
    measured();
    route.release();
  }

  private static String error(Refusal.Kind kind) {
    return switch (kind) {
      case UNAUTHORIZED -> "forbidden";
      case INVALID_POLICY -> "invalid_policy";
      default -> Lines.UNEXPECTED;
    };
  }

  private void countEnd(String error) {
    if (counters != null) {
      counters.lines().closed().add(error);
      counters = null;
    }
  }

  private void measured() {
    if (choice != null) {
      choice.done();
    }
  }
}
