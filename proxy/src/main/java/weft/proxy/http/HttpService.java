package weft.proxy.http;

import weft.proxy.stack.Readiness;

/**
 * Takes exchanges to their end.
 *
 * <p>Belongs to one loop.
 */
public interface HttpService {
  /** Would an exchange go on at once? */
  Readiness readiness();

  /**
   * Builds an exchange and calls nobody; {@link Exchange#start} sets it going.
   *
   * @param head given away
   */
  Exchange open(RequestHead head, Caller caller);

  /** This service with another way to open exchanges, as ready as this one. */
  default HttpService with(Opener opener) {
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
    };
  }

  /** The second half of a service alone. */
  @FunctionalInterface
  interface Opener {
    Exchange open(RequestHead head, Caller caller);
  }
}
