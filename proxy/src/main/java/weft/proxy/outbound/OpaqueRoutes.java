package weft.proxy.outbound;

import org.jspecify.annotations.Nullable;
import weft.proxy.stack.IdleCache;

/** The opaque routes of one loop, by target, while connections use them and an idle time longer. */
final class OpaqueRoutes {
  private final IdleCache<Target, OpaqueRoute> routes;

  OpaqueRoutes(Parts parts, LoopParts on, Plans plans) {
    this.routes =
        new IdleCache<>(
            parts.config().limits().targets(),
            parts.config().outbound().discoveryIdle(),
            on.loop(),
            target -> new OpaqueRoute(target, parts, on, plans),
            OpaqueRoute::retire);
  }

  IdleCache.@Nullable Handle<OpaqueRoute> acquire(Target target) {
    return routes.acquire(target);
  }
}
