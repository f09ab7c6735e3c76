package weft.control.mesh;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import weft.api.httptypes.HttpMethod;

/** HTTP methods as messages (control-plane.md 2). */
final class HttpMethods {
  private static final Map<String, HttpMethod.Registered> REGISTERED =
      Map.of(
          "GET", HttpMethod.Registered.GET,
          "POST", HttpMethod.Registered.POST,
          "PUT", HttpMethod.Registered.PUT,
          "DELETE", HttpMethod.Registered.DELETE,
          "PATCH", HttpMethod.Registered.PATCH,
          "OPTIONS", HttpMethod.Registered.OPTIONS,
          "CONNECT", HttpMethod.Registered.CONNECT,
          "HEAD", HttpMethod.Registered.HEAD,
          "TRACE", HttpMethod.Registered.TRACE);

  /** A profile's: any token, in upper case on the wire. */
  static final Syntax<HttpMethod> SYNTAX =
      Syntax.text(
          "an HTTP method",
          text -> Optional.of(text).filter(HttpMethods::isToken).map(HttpMethods::of));

  /** A route's: one of the nine, as they are written. */
  static final Syntax<HttpMethod> STANDARD =
      Syntax.text(
          "one of GET, POST, PUT, DELETE, PATCH, OPTIONS, CONNECT, HEAD, TRACE",
          text -> Optional.ofNullable(REGISTERED.get(text)).map(HttpMethods::registered));

  private HttpMethods() {}

  private static HttpMethod of(String text) {
    var word = text.toUpperCase(Locale.ROOT);
    var known = REGISTERED.get(word);
    return known == null
        ? HttpMethod.newBuilder().setUnregistered(word).build()
        : registered(known);
  }

  private static HttpMethod registered(HttpMethod.Registered method) {
    return HttpMethod.newBuilder().setRegistered(method).build();
  }

  /** RFC 9110, 5.6.2. */
  static boolean isToken(String text) {
    return !text.isEmpty() && text.chars().allMatch(HttpMethods::isTokenCharacter);
  }

  private static boolean isTokenCharacter(int c) {
    boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return letter || (c >= '0' && c <= '9') || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
  }
}
