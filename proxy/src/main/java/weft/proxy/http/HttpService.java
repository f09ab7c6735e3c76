package weft.proxy.http;

import weft.proxy.stack.Readiness;
import weft.proxy.stack.Service;

/**
 * Takes exchanges to their end.
 *
 * <p>Belongs to one loop.
 */
public interface HttpService extends Service {
  /** Would an exchange go on at once? */
  @Override
  Readiness readiness();

  /**
   * Builds an exchange and calls nobody; {@link Exchange#start} sets it going. Nobody waits at a
   * service that is not ready, unless it is a queue: it refuses, and says why.
   *
   * @param head given away
   */
  Exchange open(RequestHead head, Caller caller);

  /** This service with another way to open exchanges, as ready as this one. */
  default HttpService with(Opener opener) {
    HttpService inner = this;
    var readiness = readiness();
    return new HttpService() {
      @Override
      public Readiness readiness() {
        return readiness;
      }

      @Override
      public Exchange open(RequestHead head, Caller caller) {
        return opener.open(head, caller);
      }

      @Override
      public void retire() {
        inner.retire();
      }
    };
  }

  /** The second half of a service alone. */
  @FunctionalInterface
  interface Opener {
    Exchange open(RequestHead head, Caller caller);
  }
}
