package weft.proxy.http;

import org.jspecify.annotations.Nullable;

/**
 * What the proxy answers in place of a service that failed, whichever form it then takes.
 *
 * <p>Source: docs/spec/outbound.md 10.2, docs/spec/inbound.md 13.4.
 *
 * @param status of HTTP, for a client that does not speak gRPC
 * @param grpcStatus for one that does
 * @param closes the client's connection is closed, gracefully
 * @param message what informational headers say
 * @param location where to ask instead; null for most
 */
record Answer(
    int status, int grpcStatus, boolean closes, String message, @Nullable String location) {
  private static final Header EMPTY = Header.of(HeaderName.CONTENT_LENGTH, "0");
  private static final Header GRPC = Header.of(HeaderName.CONTENT_TYPE, "application/grpc");
  private static final Header CLOSE = Header.of(HeaderName.CONNECTION, "close");
  private static final Header PROXY_CLOSE = Header.of(HeaderName.L5D_PROXY_CONNECTION, "close");

  Answer(int status, int grpcStatus, boolean closes, String message) {
    this(status, grpcStatus, closes, message, null);
  }

  /** A refusal's own answer. */
  static Answer to(Refusal.Kind kind, String message) {
    return new Answer(kind.status(), kind.grpcStatus(), kind.closes(), message);
  }

  /** The answer to a gRPC client that has no head yet. */
  ResponseHead grpcHead(boolean tells) {
    var headers = Headers.of(GRPC, EMPTY, grpcStatusLine());
    if (tells) {
      headers.add(HeaderName.GRPC_MESSAGE, legalMessage());
      headers.add(HeaderName.L5D_PROXY_ERROR, legalMessage());
      addProxyClose(headers);
    }
    return ResponseHead.of(Version.HTTP_2, 200, headers);
  }

  /** The answer to any other client. */
  ResponseHead head(Version version, boolean origProto, boolean tells) {
    var headers = Headers.of(EMPTY);
    if (location != null) {
      headers.add(HeaderName.LOCATION, location);
    }
    if (tells) {
      headers.add(HeaderName.L5D_PROXY_ERROR, legalMessage());
    }
    if (closes && version == Version.HTTP_1_1 && !origProto) {
      headers.add(CLOSE);
    }
    if (tells) {
      addProxyClose(headers);
    }
    return ResponseHead.of(version, status, headers);
  }

  /** The end for a gRPC client whose response had begun. */
  Headers grpcTrailers(boolean tells) {
    var trailers = Headers.of(grpcStatusLine());
    if (tells) {
      trailers.add(HeaderName.GRPC_MESSAGE, legalMessage());
    }
    return trailers;
  }

  private Header grpcStatusLine() {
    return Header.of(HeaderName.GRPC_STATUS, Integer.toString(grpcStatus));
  }

  private void addProxyClose(Headers headers) {
    if (closes) {
      headers.add(PROXY_CLOSE);
    }
  }

  private String legalMessage() {
    for (int i = 0; i < message.length(); i++) {
      char c = message.charAt(i);
      if (c != '\t' && (c < ' ' || c > '~')) {
        return "unexpected error";
      }
    }
    return message;
  }
}
