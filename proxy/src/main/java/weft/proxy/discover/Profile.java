package weft.proxy.discover;

import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.proxy.balance.Endpoint;
import weft.proxy.route.Condition;
import weft.proxy.route.Distribution;
import weft.proxy.route.ProfileRoute;
import weft.proxy.route.Routing;
import weft.proxy.stack.RetryBudget;

/**
 * What the control plane says about a name or address as a whole. Immutable. Source:
 * docs/spec/outbound.md 4.4, 17.
 *
 * @param name the fully qualified name; empty if there is no service behind it
 * @param opaque its bytes are not to be looked at
 * @param endpoint the one endpoint that an address belongs to
 * @param routes what is said about requests; the last one is for all others
 * @param targets where requests go instead of the service itself; without choices: to that
 * @param budget of repeated tries; null for none
 */
public record Profile(
    String name,
    boolean opaque,
    @Nullable Endpoint endpoint,
    Routing<ProfileRoute> routes,
    Distribution targets,
    RetryBudget.@Nullable Law budget) {
  private static final Routing<ProfileRoute> NO_ROUTES =
      Routing.always(Condition.always(), ProfileRoute.DEFAULT);

  /** Where the control plane says nothing. */
  public static final Profile NONE = bare("", false, null);

  /** One that only names. */
  public static Profile bare(String name, boolean opaque, @Nullable Endpoint endpoint) {
    return new Profile(name, opaque, endpoint, NO_ROUTES, Distribution.EMPTY, null);
  }

  /** Routes of its own, before that for all others. */
  static Routing<ProfileRoute> routes(List<Routing.Route<ProfileRoute>> own) {
    var all = new java.util.ArrayList<>(own);
    all.addAll(NO_ROUTES.routes());
    return Routing.of(all);
  }

  /** Whether it says more than a name: then it decides, and not the policy. */
  public boolean decides() {
    boolean says = routes.routes().size() > 1 || !targets.choices().isEmpty();
    return says && !name.isEmpty();
  }
}
