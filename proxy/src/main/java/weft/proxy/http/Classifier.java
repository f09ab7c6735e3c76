package weft.proxy.http;

import org.jspecify.annotations.Nullable;

/**
 * Says what a response that came whole is: a success or a failure. Pure.
 *
 * <p>Source: docs/spec/outbound.md 16.1.
 */
public interface Classifier {
  /** By the status of HTTP alone. */
  Classifier HTTP = (status, grpcStatus) -> ResponseClass.http(status);

  /** By the status of gRPC alone. */
  Classifier GRPC =
      new Classifier() {
        @Override
        public ResponseClass classify(int status, @Nullable String grpcStatus) {
          return ResponseClass.grpc(status, grpcStatus);
        }

        @Override
        public boolean isDecidedByHead(int status, @Nullable String grpcStatus) {
          return grpcStatus != null;
        }
      };

  /**
   * The class of a response.
   *
   * @param grpcStatus from the head, or else from the trailers; null for none
   */
  ResponseClass classify(int status, @Nullable String grpcStatus);

  /** Whether trailers cannot change the class any more. */
  default boolean isDecidedByHead(int status, @Nullable String grpcStatus) {
    return true;
  }

  /** What a route said, or else what the request's content suggests. */
  static Classifier of(RequestHead head) {
    Classifier said = head.classifier();
    if (said != null) {
      return said;
    }
    return GrpcContent.is(head.headers()) ? GRPC : HTTP;
  }
}
