package weft.proxy.route;

import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.proxy.http.RetryPolicy;
import weft.proxy.http.Timeouts;

/**
 * What a rule of a policy asks for. Source: docs/spec/outbound.md 5, 11.2, 14.1.
 *
 * @param filters in order, before the choice of a backend
 * @param retry null for none
 * @param isOverridable whether a request may change retries and timeouts by its fields
 */
public record PolicyRoute(
    Meta meta,
    List<Filter> filters,
    Distribution backends,
    Timeouts timeouts,
    @Nullable RetryPolicy retry,
    boolean isOverridable) {
  /** Copies the list. */
  public PolicyRoute {
    filters = List.copyOf(filters);
  }

  /** Sends everything to one backend, as it is. */
  public static PolicyRoute to(Meta meta, Backend backend) {
    return new PolicyRoute(meta, List.of(), Distribution.to(backend), Timeouts.NONE, null, false);
  }
}
