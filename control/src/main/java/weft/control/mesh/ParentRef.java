package weft.control.mesh;

import org.jspecify.annotations.Nullable;

/**
 * What a route hangs on.
 *
 * @param group as written, or the default of the route's own group
 * @param port null for all ports
 */
public record ParentRef(String group, String kind, ObjectName name, @Nullable Integer port) {

  /** Kinds of parents that routes of clients have. */
  public enum Target {
    SERVICE,
    EGRESS_NETWORK,
    /** A Server is a parent of inbound routes; anything else is none of ours. */
    OTHER
  }

  /** Group and kind compare without case (control-plane.md 9.3). */
  public Target target() {
    if (kind.equalsIgnoreCase("Service")) {
      return group.isEmpty() || group.equalsIgnoreCase("core") ? Target.SERVICE : Target.OTHER;
    }
    return kind.equalsIgnoreCase("EgressNetwork") && group.equalsIgnoreCase("policy.linkerd.io")
        ? Target.EGRESS_NETWORK
        : Target.OTHER;
  }

  boolean isServer() {
    return kind.equalsIgnoreCase("Server") && group.equalsIgnoreCase("policy.linkerd.io");
  }

  boolean isAt(int asked) {
    return port == null || port == asked;
  }

  /** Whether there is a port at which both hang. */
  boolean overlaps(ParentRef other) {
    return target() == other.target()
        && name.equals(other.name)
        && (port == null || other.isAt(port));
  }

  @Override
  public String toString() {
    return kind + " " + name + (port == null ? "" : ":" + port);
  }
}
