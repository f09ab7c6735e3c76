package weft.proxy.h1;

import weft.proxy.http.Header;
import weft.proxy.http.HeaderName;
import weft.proxy.http.Headers;

/** How long the body of a message to be written is, as its head and its end say together. */
final class Announced {
  private Announced() {}

  /**
   * The length announced by {@code content-length}; -1 if there is none, or if it is contradicted
   * by a message that ends with its head.
   */
  static long length(Headers headers, boolean last) {
    Header line = headers.first(HeaderName.CONTENT_LENGTH);
    long length = line == null ? -1 : Grammar.number(line.value());
    return last && length > 0 ? -1 : length;
  }
}
