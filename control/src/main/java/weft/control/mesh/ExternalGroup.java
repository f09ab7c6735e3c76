package weft.control.mesh;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Instances that announce themselves: what each of them will be, except its name and addresses.
 *
 * @param labels those of every instance
 * @param ports names, with a number where the file fixes it; 0 where the instance announces it
 */
public record ExternalGroup(
    Meta meta,
    Map<String, String> labels,
    Map<String, String> annotations,
    @Nullable PeerIdentity identity,
    List<WorkloadPort> ports)
    implements Resource {
  public ExternalGroup {
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
    ports = List.copyOf(ports);
  }

  @Override
  public Kind kind() {
    return Kind.EXTERNAL_GROUP;
  }
}
