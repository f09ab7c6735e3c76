package weft.proxy.route;

import weft.proxy.http.Header;
import weft.proxy.http.HeaderName;
import weft.proxy.http.Headers;
import weft.proxy.http.RequestHead;
import weft.proxy.http.TestClient;
import weft.proxy.http.Version;

/** Requests for tests of matching. */
final class Asks {
  private Asks() {}

  static RequestHead get(String path, Header... lines) {
    return of("GET", "web.test", path, lines);
  }

  static RequestHead of(String method, String authority, String path, Header... lines) {
    return new RequestHead(
        Version.HTTP_1_1,
        Header.of(HeaderName.METHOD, method),
        Header.of(HeaderName.SCHEME, "http"),
        authority.isEmpty() ? null : Header.of(HeaderName.AUTHORITY, authority),
        Header.of(HeaderName.PATH, path),
        RequestHead.Form.ORIGIN,
        Headers.of(lines),
        TestClient.unmeshed());
  }
}
