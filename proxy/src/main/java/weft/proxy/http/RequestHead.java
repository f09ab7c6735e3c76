package weft.proxy.http;

import org.jspecify.annotations.Nullable;

/**
 * What a request says before its body, in terms of HTTP itself (RFC 9110), whatever carried it.
 *
 * <p>Mutable and owned by one layer at a time: who passes it on has given it away. The target is
 * always in its parts; {@link #form} remembers how HTTP/1 wrote it. {@code host} stays among the
 * fields as it came.
 */
public final class RequestHead {
  /** How HTTP/1 writes the target (RFC 9112, 3.2). */
  public enum Form {
    ORIGIN,
    ABSOLUTE,
    AUTHORITY,
    ASTERISK
  }

  private Version version;
  private final Header method;
  private @Nullable Header scheme;
  private @Nullable Header authority;
  private Header path;
  private @Nullable Header protocol;
  private Form form;
  private Headers headers;
  private final Client client;
  private boolean asksForTunnel;
  private boolean origProto;
  private @Nullable RequestTimeouts timeouts;
  private @Nullable RetryPolicy retry;
  private @Nullable Classifier classifier;

  /**
   * A head in its parts.
   *
   * @param path empty for a CONNECT, {@code *} for the asterisk form
   */
  public RequestHead(
      Version version,
      Header method,
      @Nullable Header scheme,
      @Nullable Header authority,
      Header path,
      Form form,
      Headers headers,
      Client client) {
    this.version = version;
    this.method = method;
    this.scheme = scheme;
    this.authority = authority;
    this.path = path;
    this.form = form;
    this.headers = headers;
    this.client = client;
  }

  public Version version() {
    return version;
  }

  public void version(Version version) {
    this.version = version;
  }

  public Header method() {
    return method;
  }

  public boolean hasMethod(String name) {
    return method.hasValue(name);
  }

  public @Nullable Header scheme() {
    return scheme;
  }

  public void scheme(@Nullable Header scheme) {
    this.scheme = scheme;
  }

  /** Of the target: absolute form, authority form, or {@code :authority}; not of {@code host}. */
  public @Nullable Header authority() {
    return authority;
  }

  public void authority(@Nullable Header authority) {
    this.authority = authority;
  }

  /** Path and query as they came. */
  public Header path() {
    return path;
  }

  public void path(Header path) {
    this.path = path;
  }

  /** The protocol of an extended CONNECT (RFC 8441). */
  public @Nullable Header protocol() {
    return protocol;
  }

  public void protocol(@Nullable Header protocol) {
    this.protocol = protocol;
  }

  public Form form() {
    return form;
  }

  public void form(Form form) {
    this.form = form;
  }

  public Headers headers() {
    return headers;
  }

  public void headers(Headers headers) {
    this.headers = headers;
  }

  /** Who sent it. */
  public Client client() {
    return client;
  }

  /** A CONNECT, or an HTTP/1.1 request that wants to change protocol: see the package. */
  public boolean asksForTunnel() {
    return asksForTunnel;
  }

  public void asksForTunnel(boolean asks) {
    this.asksForTunnel = asks;
  }

  /** Came as HTTP/2 from a peer's proxy, which had it as HTTP/1. */
  public boolean origProto() {
    return origProto;
  }

  public void origProto(boolean origProto) {
    this.origProto = origProto;
  }

  /** The limits that its route set; null for none. */
  public @Nullable RequestTimeouts timeouts() {
    return timeouts;
  }

  public void timeouts(@Nullable RequestTimeouts timeouts) {
    this.timeouts = timeouts;
  }

  /** What its route, or the request itself, says about retries; null for none. */
  public @Nullable RetryPolicy retry() {
    return retry;
  }

  public void retry(@Nullable RetryPolicy retry) {
    this.retry = retry;
  }

  /** How its route tells failures; null to tell by the content. */
  public @Nullable Classifier classifier() {
    return classifier;
  }

  public void classifier(@Nullable Classifier classifier) {
    this.classifier = classifier;
  }

  /** HTTP/2 with a content type of gRPC: errors are told in its terms. */
  public boolean isGrpc() {
    return version == Version.HTTP_2 && GrpcContent.is(headers);
  }

  /** The same head for another try; its fields may then differ. */
  public RequestHead copy() {
    var copy =
        new RequestHead(version, method, scheme, authority, path, form, headers.copy(), client);
    copy.protocol = protocol;
    copy.asksForTunnel = asksForTunnel;
    copy.origProto = origProto;
    copy.timeouts = timeouts;
    copy.retry = retry;
    copy.classifier = classifier;
    return copy;
  }

  @Override
  public String toString() {
    return method.valueText()
        + " "
        + (authority == null ? "" : authority.valueText())
        + path.valueText()
        + " "
        + version;
  }
}
