package weft.proxy.stack;

/**
 * Would a service take work at once? A signal, not a question to be polled.
 *
 * <p>On the service's loop only.
 */
public interface Readiness {
  /** Always ready: a service that waits for nothing. */
  Readiness ALWAYS =
      new Readiness() {
        @Override
        public boolean isReady() {
          return true;
        }

        @Override
        public void onChange(Runnable wake) {}
      };

  boolean isReady();

  /**
   * Why it is not ready, in words for whoever is refused because of that; empty where it is ready,
   * or nobody knows. Asked only then, so that it may cost something.
   */
  default String obstacle() {
    return "";
  }

  /** {@code what}, and the obstacle where it is known. */
  default String explain(String what) {
    String obstacle = obstacle();
    return obstacle.isEmpty() ? what : what + ": " + obstacle;
  }

  /**
   * Runs {@code wake} after each later change, until the service is gone. Called while a stack is
   * built; {@code wake} may be called inside any call and must only note the change or act on its
   * own state.
   */
  void onChange(Runnable wake);
}
