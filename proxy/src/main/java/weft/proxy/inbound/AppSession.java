package weft.proxy.inbound;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import weft.proxy.inbound.Inbound.PerLoop;
import weft.proxy.opaque.Splice;
import weft.proxy.policy.ServerPolicy;
import weft.proxy.transport.Connection;
import weft.proxy.transport.Connector;
import weft.proxy.transport.Protocol;

/**
 * One connection whose bytes go to the application, for as long as the policy permits it.
 *
 * <p>Source: docs/spec/inbound.md 8.
 */
final class AppSession implements Protocol, Connector.Callback {
  private final Connection client;
  private final PortPolicy policy;
  private final AppTarget target;
  private final PerLoop on;
  private final Connector connector;
  private final Runnable check = this::check;
  private Connector.@Nullable Pending connecting;
  private @Nullable Splice splice;
  private @Nullable ByteBuf read;
  private boolean over;

  AppSession(Connection client, PortPolicy policy, AppTarget target, PerLoop on) {
    this.client = client;
    this.policy = policy;
    this.target = target;
    this.on = on;
    this.connector = on.stack.dialer(target);
  }

  void start() {
    client.reading(false);
    Connector.Pending pending = connector.connect(client.loop(), this);
    if (!over && splice == null) {
      connecting = pending;
    }
  }

  @Override
  public void connected(Connection server) {
    connecting = null;
    ByteBuf first = read;
    read = null;
    client.reading(true);
    policy.onChange(check);
    splice = Splice.join(client, first, server, why -> ended());
    check(); // the policy may have changed while the application was connected to
  }

  /** A policy that no longer permits the connection ends it at once. */
  private void check() {
    Splice s = splice;
    ServerPolicy now = policy.current();
    if (!over && s != null && now.authorizeForward(target.peer()) == null) {
      var labels = new PolicyLabels(target.app(), target.peer(), now);
      on.parts.metrics().tcpTerminated.with(labels.connection(null)).add();
      s.abort(new IOException("Connection terminated due to policy change"));
    }
  }

  private void ended() {
    over = true;
    policy.forget(check);
  }

  @Override
  public void failed(String text) {
    end(text);
  }

  @Override
  public void timedOut(Duration limit) {
    end("connect timed out after " + limit.toMillis() + "ms");
  }

  private void end(String why) {
    if (!over) {
      finish();
      on.refuse(client, target.app(), InboundFailures.IO, why);
    }
  }

  private void finish() {
    over = true;
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
    if (splice == null && !over) {
      finish();
    }
  }
}
