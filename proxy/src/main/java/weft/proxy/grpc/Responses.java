package weft.proxy.grpc;

/**
 * Takes what a server answers to one call.
 *
 * <p>On the loop of the call.
 */
public interface Responses {
  /** One message, whole, still encoded. */
  void message(byte[] message);

  /** The last call, unless the call was cancelled: then there is none. */
  void ended(Status status);
}
