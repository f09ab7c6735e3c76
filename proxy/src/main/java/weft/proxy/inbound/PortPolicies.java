package weft.proxy.inbound;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.proxy.config.DefaultPolicy;
import weft.proxy.stack.IdleCache;
import weft.proxy.stack.IdleCache.Handle;
import weft.proxy.transport.Loop;

/**
 * The policies of the application's ports, on one loop: for good of those that are declared, of
 * others while connections use them and an idle time longer.
 *
 * <p>Bounded; on that loop only. Source: docs/spec/inbound.md 5.4.
 */
final class PortPolicies {
  private final Parts parts;
  private final IdleCache<Integer, PortPolicy> policies;
  private final List<Handle<PortPolicy>> kept = new ArrayList<>();

  PortPolicies(Parts parts, Loop loop) {
    this.parts = parts;
    this.policies =
        new IdleCache<>(
            parts.config().limits().targets(),
            parts.config().inbound().discoveryIdle(),
            loop,
            port -> new PortPolicy(parts, port).watch(loop),
            PortPolicy::end);
  }

  /** Asks for the policy of {@code port}, and keeps it. */
  void keep(int port) {
    Handle<PortPolicy> handle = policies.acquire(port);
    if (handle != null) {
      kept.add(handle);
    }
  }

  /**
   * What follows the policy of {@code port} at least for the idle time; whoever needs it for longer
   * holds it. Where too many are held, nothing is permitted.
   */
  PortPolicy of(int port) {
    Handle<PortPolicy> handle = policies.acquire(port);
    if (handle == null) {
      return new PortPolicy(parts, port, DefaultPolicy.DENY);
    }
    handle.release();
    return handle.value();
  }

  /** Holds the policy of {@code port}; null where too many are held. */
  @Nullable Handle<PortPolicy> hold(int port) {
    return policies.acquire(port);
  }
}
