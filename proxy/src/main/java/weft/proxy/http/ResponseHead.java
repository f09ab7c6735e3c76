package weft.proxy.http;

import org.jspecify.annotations.Nullable;

/**
 * What a response says before its body.
 *
 * <p>Mutable and owned by one layer at a time, as a request's head is.
 */
public final class ResponseHead {
  private Version version;
  private final int status;
  private final Header statusLine;
  private final @Nullable String reason;
  private Headers headers;

  /**
   * A head in its parts.
   *
   * @param status the pseudo-header {@code :status}, three digits from 100 to 999
   * @param reason what HTTP/1 wrote behind it, if that is not the usual phrase
   */
  public ResponseHead(Version version, Header status, @Nullable String reason, Headers headers) {
    this.version = version;
    this.statusLine = status;
    this.status = number(status.value());
    this.reason = reason;
    this.headers = headers;
  }

  /** A head that we make up. */
  public static ResponseHead of(Version version, int status, Headers headers) {
    return new ResponseHead(
        version, Header.of(HeaderName.STATUS, Integer.toString(status)), null, headers);
  }

  private static int number(byte[] digits) {
    return (digits[0] - '0') * 100 + (digits[1] - '0') * 10 + (digits[2] - '0');
  }

  public Version version() {
    return version;
  }

  public void version(Version version) {
    this.version = version;
  }

  public int status() {
    return status;
  }

  /** The status as a pseudo-header line. */
  public Header statusLine() {
    return statusLine;
  }

  /** The phrase that HTTP/1 wrote, if it was not the usual one. */
  public @Nullable String reason() {
    return reason;
  }

  public Headers headers() {
    return headers;
  }

  public void headers(Headers headers) {
    this.headers = headers;
  }

  /** 1xx but 101: another head follows. */
  public boolean isInterim() {
    return status < 200 && status != 101;
  }

  /** Raw bytes follow, given what was asked: a 101, or a 2xx to CONNECT. */
  public boolean opensTunnel(RequestHead request) {
    return request.asksForTunnel()
        && (status == 101 || (status / 100 == 2 && request.hasMethod("CONNECT")));
  }

  @Override
  public String toString() {
    return version + " " + status;
  }
}
