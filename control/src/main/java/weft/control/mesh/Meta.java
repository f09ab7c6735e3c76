package weft.control.mesh;

import java.util.Map;
import java.util.Optional;

/** A resource's metadata, as far as a mesh without a cluster uses it. */
public record Meta(ObjectName id, Map<String, String> labels, Map<String, String> annotations) {
  public Meta {
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
  }

  public String name() {
    return id.name();
  }

  public String namespace() {
    return id.namespace();
  }

  public Optional<String> annotation(String key) {
    return Optional.ofNullable(annotations.get(key));
  }
}
