package weft.proxy.stack;

import java.time.Duration;

/**
 * What is counted and logged about a queue. On the queue's loop. Source: docs/spec/outbound.md
 * 20.7.
 */
public interface LineEvents {
  /** Counts nothing. */
  LineEvents NONE = new LineEvents() {};

  /** The limit after which the queue begins to fail; told once. */
  default void timeout(Duration limit) {}

  /** So many wait now. */
  default void length(int waiting) {}

  /** One entered, whether or not it had to wait. */
  default void entered() {}

  /** One left, served or not, after waiting so long. */
  default void left(long waitedNanos) {}

  /** The service stayed unready for {@code timeout}: what comes now is shed. */
  default void gateShut(Duration timeout) {}

  /** The service is ready again, {@code elapsed} after the gate was shut. */
  default void gateOpened(Duration elapsed) {}
}
