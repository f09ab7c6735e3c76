package weft.proxy.transport;

import org.jspecify.annotations.Nullable;

/**
 * Counts what goes over one connection, above TLS. On the connection's loop; at most one call a
 * read, and one a turn for what left.
 */
public interface Traffic {
  /** Counts nothing. */
  Traffic NONE =
      new Traffic() {
        @Override
        public void read(int bytes) {}

        @Override
        public void sent(int bytes) {}

        @Override
        public void closed(@Nullable Throwable why) {}
      };

  /** So many bytes came and were given to a protocol. */
  void read(int bytes);

  /** So many bytes of what was written since counting began have left. */
  void sent(int bytes);

  /** The connection is gone; called once, the last call. */
  void closed(@Nullable Throwable why);
}
