package weft.proxy.inbound;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import weft.proxy.inbound.Inbound.PerLoop;
import weft.proxy.opaque.Joining;
import weft.proxy.opaque.Splice;
import weft.proxy.policy.ServerPolicy;
import weft.proxy.stack.IdleCache.Handle;
import weft.proxy.transport.Connection;

/**
 * One connection whose bytes go to the application, for as long as the policy permits it.
 *
 * <p>Source: docs/spec/inbound.md 8.
 */
final class AppSession implements Joining.Owner {
  private final Connection client;
  private final PortPolicy policy;
  private final AppTarget target;
  private final PerLoop on;
  private final Runnable check = this::check;
  private @Nullable Splice splice;
  private @Nullable Handle<PortPolicy> held;
  private boolean over;

  AppSession(Connection client, PortPolicy policy, AppTarget target, PerLoop on) {
    this.client = client;
    this.policy = policy;
    this.target = target;
    this.on = on;
  }

  /** Takes the connection over; {@code read} was read already, and is owned from now on. */
  void start(@Nullable ByteBuf read) {
    held = on.policies.hold(target.app().getPort());
    var joining = new Joining(client, this);
    joining.begin(read);
    joining.connect(on.stack.dialer(target));
  }

  @Override
  public void connected() {
    policy.onChange(check);
  }

  @Override
  public void joined(Splice joined) {
    splice = joined;
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

  @Override
  public void ended(@Nullable Throwable why) {
    over = true;
    policy.forget(check);
    release();
  }

  private void release() {
    if (held != null) {
      held.release();
    }
  }

  @Override
  public void failed(String why) {
    release();
    on.refuse(client, target.app(), InboundFailures.IO, why);
  }

  @Override
  public void abandoned() {
    release();
  }
}
