package weft.proxy.grpc;

import java.nio.charset.StandardCharsets;
import weft.proxy.http.Header;
import weft.proxy.http.HeaderName;
import weft.proxy.http.Headers;
import weft.proxy.http.Reset;
import weft.proxy.telemetry.GrpcStatusName;

/**
 * How a call ended.
 *
 * @param code a gRPC status code
 * @param message what the server, or we, say about it; may be empty
 */
public record Status(int code, String message) {
  public static final int OK = 0;
  public static final int UNKNOWN = 2;
  public static final int INVALID_ARGUMENT = 3;
  public static final int DEADLINE_EXCEEDED = 4;
  public static final int NOT_FOUND = 5;
  public static final int RESOURCE_EXHAUSTED = 8;
  public static final int FAILED_PRECONDITION = 9;
  public static final int UNIMPLEMENTED = 12;
  public static final int INTERNAL = 13;
  public static final int UNAVAILABLE = 14;

  public boolean isOk() {
    return code == OK;
  }

  /** Asking again will not help: the request itself is refused. */
  public boolean isFinal() {
    return code == INVALID_ARGUMENT || code == FAILED_PRECONDITION;
  }

  /** From trailers, or from the head of an answer that has nothing else. */
  static Status of(Headers headers) {
    Header status = headers.first(HeaderName.GRPC_STATUS);
    if (status == null) {
      return new Status(UNKNOWN, "the answer ended without grpc-status");
    }
    Header message = headers.first(HeaderName.GRPC_MESSAGE);
    return new Status(code(status.value()), message == null ? "" : decode(message.value()));
  }

  /** What a broken exchange means to a call. */
  static Status of(Reset why) {
    return new Status(UNAVAILABLE, why.text());
  }

  private static int code(byte[] digits) {
    int code = 0;
    for (byte digit : digits) {
      if (digit < '0' || digit > '9' || code > 99) {
        return UNKNOWN;
      }
      code = code * 10 + digit - '0';
    }
    return digits.length == 0 ? UNKNOWN : code;
  }

  /** Percent-encoded UTF-8; what is not well encoded stays as it is. */
  private static String decode(byte[] encoded) {
    var bytes = new byte[encoded.length];
    int length = 0;
    for (int i = 0; i < encoded.length; i++) {
      int high = i + 2 < encoded.length ? Character.digit(encoded[i + 1], 16) : -1;
      int low = high >= 0 ? Character.digit(encoded[i + 2], 16) : -1;
      if (encoded[i] == '%' && low >= 0) {
        bytes[length++] = (byte) (high << 4 | low);
        i += 2;
      } else {
        bytes[length++] = encoded[i];
      }
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    String known = GrpcStatusName.of(code);
    String name = known == null ? "status " + code : known;
    return message.isEmpty() ? name : name + ": " + message;
  }
}
