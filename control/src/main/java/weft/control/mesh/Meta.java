package weft.control.mesh;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A resource's metadata, as far as a mesh without a cluster uses it.
 *
 * @param created when a cluster says so; null in a file written by hand
 * @param owners what made it, in a cluster
 */
public record Meta(
    ObjectName id,
    Map<String, String> labels,
    Map<String, String> annotations,
    @Nullable Instant created,
    List<Owner> owners) {

  /** A resource that made another. */
  public record Owner(String kind, String name) {}

  public Meta {
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
    owners = List.copyOf(owners);
  }

  public String name() {
    return id.name();
  }

  public String namespace() {
    return id.namespace();
  }

  public Optional<String> label(String key) {
    return Optional.ofNullable(labels.get(key));
  }

  public Optional<String> annotation(String key) {
    return Optional.ofNullable(annotations.get(key));
  }
}
