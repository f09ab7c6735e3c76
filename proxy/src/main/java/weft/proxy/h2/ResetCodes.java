package weft.proxy.h2;

import weft.proxy.http.Reset;

/**
 * Which code tells a peer why its stream ends: another peer's code as it is, so that a cancellation
 * means the same at both ends. Source: docs/spec/outbound.md 10.1, row 11, and 15.
 */
final class ResetCodes {
  private ResetCodes() {}

  /** For the client, whose response cannot be finished. */
  static int toClient(Reset why) {
    return switch (why.root()) {
      case Reset.Remote(long code) -> (int) code;
      case Reset.Malformed(long code, String text) -> (int) code;
      case Reset.Stop stop -> ErrorCode.CANCEL.code();
      default -> ErrorCode.INTERNAL_ERROR.code();
    };
  }

  /** For the server, whose answer is not wanted any more. */
  static int toServer(Reset why) {
    if (why.root() instanceof Reset.Remote(long code) && code != ErrorCode.NO_ERROR.code()) {
      return (int) code;
    }
    return ErrorCode.CANCEL.code();
  }
}
