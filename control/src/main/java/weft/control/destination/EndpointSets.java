package weft.control.destination;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import weft.api.destination.Update;
import weft.api.destination.WeightedAddr;
import weft.api.net.TcpAddress;
import weft.control.mesh.Mesh;
import weft.control.mesh.ObjectName;

/**
 * The endpoints that streams want at one moment, each set and each change worked out once, however
 * many streams want it: they hold the same messages, and a change costs each of them no more than
 * sending.
 *
 * <p>Keeps the sets of the newest mesh and of the one before. Any thread; called in the order of
 * the meshes, as a feed does.
 */
final class EndpointSets {
  /** What decides about a set. */
  private record Key(ObjectName service, Optional<String> instance, int port, Caller caller) {}

  private record Change(EndpointSet from, EndpointSet to) {}

  /** Endpoints by address; equal to itself only, so that looking for changes is quick. */
  static final class EndpointSet {
    private static final EndpointSet NONE = new EndpointSet(Map.of());

    private final Map<TcpAddress, WeightedAddr> endpoints;

    EndpointSet(Map<TcpAddress, WeightedAddr> endpoints) {
      this.endpoints = endpoints;
    }

    boolean isEmpty() {
      return endpoints.isEmpty();
    }
  }

  private @Nullable Mesh current;
  private Map<Key, EndpointSet> before = Map.of();
  private Map<Key, EndpointSet> sets = new HashMap<>();
  private final Map<Change, List<Update>> changes = new HashMap<>();

  /** What a client knows before it has heard anything. */
  static EndpointSet none() {
    return EndpointSet.NONE;
  }

  /** The same set as in the mesh before, where it has not changed. */
  synchronized EndpointSet of(EndpointQuery query, Mesh mesh) {
    if (mesh != current) {
      current = mesh;
      before = sets;
      sets = new LinkedHashMap<>();
      changes.clear();
    }
    var caller = Caller.of(query.client(), mesh).asFarAsItMatters(query.service(), mesh);
    var key = new Key(query.service(), query.instance(), query.port(), caller);
    var known = sets.get(key);
    if (known == null) {
      known = sameOrNew(before.get(key), query.in(mesh, caller));
      sets.put(key, known);
    }
    return known;
  }

  private static EndpointSet sameOrNew(
      @Nullable EndpointSet before, Map<TcpAddress, WeightedAddr> now) {
    return before != null && before.endpoints.equals(now) ? before : new EndpointSet(now);
  }

  /** The updates that lead from one set to another, both of the same service. */
  synchronized List<Update> between(ObjectName service, EndpointSet from, EndpointSet to) {
    return from == to
        ? List.of()
        : changes.computeIfAbsent(
            new Change(from, to),
            change ->
                new EndpointDelta(service).between(change.from.endpoints, change.to.endpoints));
  }
}
