package weft.control.mesh;

import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.api.outbound.HttpRoute;

/**
 * One place to which a route sends.
 *
 * @param namespace null for the parent's
 * @param port null where none is given, which no Service can be reached at
 * @param weight its share among those of its rule; 0: none
 * @param filters what happens to requests that go there
 * @param usable false where a filter is of a kind that nobody applies
 */
public record BackendRef(
    ParentRef.Target target,
    String kind,
    @Nullable String namespace,
    String name,
    @Nullable Integer port,
    int weight,
    List<HttpRoute.Filter> filters,
    boolean usable) {
  public BackendRef {
    filters = List.copyOf(filters);
  }

  /** What it names, when its route hangs on a parent of this namespace. */
  public ObjectName in(String parentNamespace) {
    return new ObjectName(namespace == null ? parentNamespace : namespace, name);
  }
}
