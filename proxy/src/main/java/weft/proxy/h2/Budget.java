package weft.proxy.h2;

/**
 * How many bytes of bodies the whole process may hold on behalf of HTTP/2 peers.
 *
 * <p>Shared by all loops, so implementations are safe from any thread and lock-free.
 */
public interface Budget {
  /** No bound but the streams' windows. */
  Budget UNLIMITED =
      new Budget() {
        @Override
        public boolean hold(int bytes) {
          return true;
        }

        @Override
        public void release(int bytes) {}
      };

  /**
   * Notes bytes that came; called for all of them.
   *
   * @return whether the process is below its budget, so that as many may follow at once
   */
  boolean hold(int bytes);

  /** As many of them have left, or were dropped. */
  void release(int bytes);
}
