package weft.proxy.route;

import weft.proxy.http.Header;
import weft.proxy.http.HeaderName;
import weft.proxy.http.Headers;

/** What a match asks of a field; one line of several suffices. */
public sealed interface HeaderMatch {
  /** This very line. */
  record Exact(Header line) implements HeaderMatch {
    @Override
    public boolean matches(Headers headers) {
      for (int i = 0; i < headers.size(); i++) {
        if (headers.get(i).equals(line)) {
          return true;
        }
      }
      return false;
    }
  }

  /** A value of visible ASCII that the pattern spans. */
  record Pattern(HeaderName name, Regex regex) implements HeaderMatch {
    @Override
    public boolean matches(Headers headers) {
      for (int i = 0; i < headers.size(); i++) {
        Header line = headers.get(i);
        if (line.is(name) && isText(line.value()) && regex.spans(line.valueText())) {
          return true;
        }
      }
      return false;
    }

    private static boolean isText(byte[] value) {
      for (byte b : value) {
        if ((b < ' ' && b != '\t') || b == 127) {
          return false;
        }
      }
      return true;
    }
  }

  boolean matches(Headers headers);
}
