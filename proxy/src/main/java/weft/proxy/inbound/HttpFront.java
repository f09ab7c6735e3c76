package weft.proxy.inbound;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import weft.proxy.detect.HttpStart;
import weft.proxy.inbound.Inbound.App;
import weft.proxy.inbound.Inbound.PerLoop;
import weft.proxy.policy.Authorization;
import weft.proxy.policy.Peer;
import weft.proxy.policy.ServerPolicy;
import weft.proxy.stack.IdleCache;
import weft.proxy.stack.Timers.Timer;
import weft.proxy.telemetry.Detection.Result;
import weft.proxy.transport.Connection;
import weft.proxy.transport.CountedTraffic;
import weft.proxy.transport.Held;
import weft.proxy.transport.Protocol;

/**
 * Finds out whether a connection to a port speaks HTTP, as the port's policy wants it.
 *
 * <p>Source: docs/spec/inbound.md 6, 7.
 */
final class HttpFront implements Protocol {
  private final PerLoop on;
  private final Peer peer;
  private final InetSocketAddress app;
  private final PortPolicy policy;
  private Timer patience = Timer.UNSET;
  private @Nullable Connection connection;
  private long began;
  private boolean decided;

  /** To {@code app}, where the application listens. */
  HttpFront(PerLoop on, Peer peer, InetSocketAddress app) {
    this.on = on;
    this.peer = peer;
    this.app = app;
    this.policy = on.policies.of(app.getPort());
  }

  @Override
  public void opened(Connection opened) {
    connection = opened;
    began = opened.loop().nanoTime();
    switch (policy.current().kind()) {
      case OPAQUE, TLS -> forward(opened, null);
      case HTTP2 -> http(opened, null, true);
      case HTTP1 -> {
        if (peer.tls() == Peer.Tls.NONE) {
          http(opened, null, false);
        } else {
          detect(opened);
        }
      }
      case DETECT -> detect(opened);
    }
  }

  private void detect(Connection opened) {
    patience = opened.loop().after(detectTimeout(), this::timeOut);
  }

  private Duration detectTimeout() {
    Duration wanted = policy.current().detectTimeout();
    return wanted == null ? on.parts.config().inbound().detectTimeout() : wanted;
  }

  @Override
  public void received(ByteBuf bytes) {
    Connection c = connection;
    if (decided || c == null) {
      bytes.release();
      return;
    }
    switch (HttpStart.of(bytes)) {
      case HTTP1 -> {
        detected(Result.HTTP1);
        http(c, bytes, false);
      }
      case HTTP2 -> {
        detected(Result.HTTP2);
        http(c, bytes, true);
      }
      case NOT_HTTP -> {
        detected(Result.NOT_HTTP);
        forward(c, bytes);
      }
    }
  }

  private void detected(Result how) {
    policy.detection().ended(how, on.on.loop().nanoTime() - began);
  }

  /** Serves HTTP to this connection. */
  void http(Connection c, @Nullable ByteBuf read, boolean http2) {
    end();
    IdleCache.Handle<App> handle = on.service(peer, app);
    if (handle == null) {
      if (read != null) {
        read.release();
      }
      refuse(c, "loadshed", "too many services in use");
      return;
    }
    count(c, labels(policy.current()));
    Protocol server = http2 ? on.http2(handle.value(), peer) : on.http1(handle.value(), peer);
    c.become(new Held(server, handle::release), read);
  }

  /** Copies bytes to the application, if the policy lets them. */
  void forward(Connection c, @Nullable ByteBuf read) {
    end();
    ServerPolicy now = policy.current();
    Authorization by = now.authorizeForward(peer);
    PolicyLabels labels = labels(now);
    var metrics = on.parts.metrics();
    var decided = by == null ? metrics.tcpDenied : metrics.tcpAllowed;
    decided.with(labels.connection(by)).add();
    if (by == null) {
      if (read != null) {
        read.release();
      }
      refuse(c, InboundFailures.DENIED, "connection denied by policy " + now.name());
      return;
    }
    count(c, labels);
    new AppSession(c, policy, new AppTarget(app, peer, false), on).start(read);
  }

  private PolicyLabels labels(ServerPolicy now) {
    return new PolicyLabels(app, peer, now);
  }

  private void count(Connection c, PolicyLabels labels) {
    c.count(new CountedTraffic(on.parts.transport(), labels.accepted()));
  }

  private void refuse(Connection c, String error, String why) {
    on.refuse(c, app, error, why);
  }

  private void timeOut() {
    Connection c = connection;
    if (!decided && c != null) {
      detected(Result.READ_TIMEOUT);
      if (policy.current().kind() == ServerPolicy.Kind.HTTP1) {
        http(c, null, false);
      } else {
        forward(c, null);
      }
    }
  }

  private void end() {
    decided = true;
    patience.stop();
  }

  @Override
  public void inputEnded() {
    if (!decided && connection != null) {
      detected(Result.ERROR);
      end();
      refuse(
          connection,
          InboundFailures.UNEXPECTED,
          "the connection ended before its protocol was known");
    }
  }

  @Override
  public void sent(int bytes) {}

  @Override
  public void closed(@Nullable Throwable why) {
    end();
  }
}
