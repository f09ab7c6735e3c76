package weft.proxy.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * One inbound request, as the access log tells it.
 *
 * @param clientId identity, or {@code -}
 * @param epochSeconds and {@code nano}: arrival, wall clock
 * @param status of HTTP, 0 where there was no response
 * @param responseBytes content-length of the response; null where it has none
 * @param totalNanos from request to response head
 * @param processingNanos part of it inside the proxy
 */
public record AccessLogLine(
    String clientAddr,
    String clientId,
    long epochSeconds,
    int nano,
    String method,
    String uri,
    String version,
    String traceId,
    String requestBytes,
    int status,
    @Nullable String responseBytes,
    long totalNanos,
    long processingNanos,
    String userAgent,
    String host) {

  /** {@code CLIENT ID - [TIME] "METHOD URI VERSION" STATUS}. Source: telemetry.md 7. */
  public String apache() {
    var out = new StringBuilder(160).append(clientAddr).append(' ').append(clientId);
    timestamp(out.append(" - [")).append("] \"");
    escape(out, method).append(' ');
    escape(out, uri).append(' ').append(version).append('"');
    if (status != 0) {
      out.append(' ').append(status);
    }
    return out.toString();
  }

  /** One JSON object, keys sorted. Source: telemetry.md 7. */
  public String json() {
    var out = new StringBuilder(320).append('{');
    LogFormat.member(out, "client.addr", clientAddr);
    LogFormat.member(out.append(','), "client.id", clientId);
    LogFormat.member(out.append(','), "host", host);
    LogFormat.member(out.append(','), "method", method);
    LogFormat.member(out.append(','), "processing_ns", Long.toString(processingNanos));
    LogFormat.member(out.append(','), "request_bytes", requestBytes);
    if (responseBytes != null) {
      LogFormat.member(out.append(','), "response_bytes", responseBytes);
    }
    if (status != 0) {
      out.append(",\"status\":").append(status);
    }
    timestamp(out.append(",\"timestamp\":\"")).append("\",");
    LogFormat.member(out, "total_ns", Long.toString(totalNanos));
    LogFormat.member(out.append(','), "trace_id", traceId);
    LogFormat.member(out.append(','), "uri", uri);
    LogFormat.member(out.append(','), "user_agent", userAgent);
    LogFormat.member(out.append(','), "version", version);
    return out.append('}').toString();
  }

  private StringBuilder timestamp(StringBuilder out) {
    Rfc3339.append(out, epochSeconds, nano, 9);
    return out;
  }

  /** A quote of the client's must not end the field, nor a line end the line. */
  private static StringBuilder escape(StringBuilder out, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (Character.isISOControl(c)) {
        LogFormat.pad(out.append("\\x"), Integer.toHexString(c), 2, '0');
      } else {
        out.append(c);
      }
    }
    return out;
  }
}
