package weft.proxy.http;

import java.nio.charset.StandardCharsets;

/** Recognises gRPC by its content type, which begins with {@code application/grpc}. */
final class GrpcContent {
  private static final byte[] PREFIX = "application/grpc".getBytes(StandardCharsets.ISO_8859_1);

  private GrpcContent() {}

  static boolean is(Headers headers) {
    Header type = headers.first(HeaderName.CONTENT_TYPE);
    return type != null && startsWith(type.value());
  }

  private static boolean startsWith(byte[] value) {
    if (value.length < PREFIX.length) {
      return false;
    }
    for (int i = 0; i < PREFIX.length; i++) {
      if (value[i] != PREFIX[i]) {
        return false;
      }
    }
    return true;
  }
}
