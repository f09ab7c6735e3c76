package weft.proxy.h2;

import org.jspecify.annotations.Nullable;

/** How a connection's end is told. */
final class Closed {
  private Closed() {}

  static String text(String peer, @Nullable Throwable why) {
    return why == null
        ? "the connection to the " + peer + " was closed"
        : "the connection to the " + peer + " broke: " + why.getMessage();
  }
}
