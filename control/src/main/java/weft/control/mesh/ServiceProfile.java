package weft.control.mesh;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.api.destination.RequestMatch;
import weft.api.destination.ResponseClass;

/**
 * Routes, retries and splits of a service, for all clients or for those of one namespace
 * (control-plane.md 16.1).
 *
 * @param meta named as the service in full, in the service's namespace or in a client's
 * @param routes in their order; the first that matches is a request's
 * @param budget null for the standard one
 * @param splits where the service's requests go instead; empty: to the service
 */
public record ServiceProfile(
    Meta meta, List<ProfileRoute> routes, @Nullable Budget budget, List<Split> splits)
    implements Resource {
  public ServiceProfile {
    routes = List.copyOf(routes);
    splits = List.copyOf(splits);
  }

  @Override
  public Kind kind() {
    return Kind.SERVICE_PROFILE;
  }

  /**
   * Requests of one kind.
   *
   * @param timeout null for none
   */
  public record ProfileRoute(
      String name,
      RequestMatch condition,
      List<ResponseClass> classes,
      boolean retryable,
      @Nullable Duration timeout) {
    public ProfileRoute {
      classes = List.copyOf(classes);
    }
  }

  /**
   * How many retries a client may add.
   *
   * @param ratio of requests
   * @param perSecond at least so many
   * @param ttl how long requests count
   */
  public record Budget(float ratio, int perSecond, Duration ttl) {}

  /**
   * One share of a split.
   *
   * @param authority with a port, or without for the port asked for
   * @param weight in ten-thousandths of the quantity in the file
   */
  public record Split(String authority, int weight) {}
}
