package weft.cli.demo;

import java.time.Duration;

/**
 * Something that was done to the mesh.
 *
 * @param at since the start of the load
 * @param inForce until its effect was seen
 * @param pushed the control plane brings it about, within a second
 */
record Event(Duration at, String what, Duration inForce, boolean pushed) {
  static final Duration PUSH_LIMIT = Duration.ofSeconds(1);

  boolean isLate() {
    return pushed && inForce.compareTo(PUSH_LIMIT) > 0;
  }
}
