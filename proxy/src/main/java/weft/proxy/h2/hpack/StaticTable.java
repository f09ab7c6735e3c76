package weft.proxy.h2.hpack;

import weft.proxy.http.Header;
import weft.proxy.http.HeaderName;

/** The 61 lines that every connection knows (RFC 7541, appendix A). */
final class StaticTable {
  private static final String[] TEXT = {
    ":authority",
    "",
    ":method",
    "GET",
    ":method",
    "POST",
    ":path",
    "/",
    ":path",
    "/index.html",
    ":scheme",
    "http",
    ":scheme",
    "https",
    ":status",
    "200",
    ":status",
    "204",
    ":status",
    "206",
    ":status",
    "304",
    ":status",
    "400",
    ":status",
    "404",
    ":status",
    "500",
    "accept-charset",
    "",
    "accept-encoding",
    "gzip, deflate",
    "accept-language",
    "",
    "accept-ranges",
    "",
    "accept",
    "",
    "access-control-allow-origin",
    "",
    "age",
    "",
    "allow",
    "",
    "authorization",
    "",
    "cache-control",
    "",
    "content-disposition",
    "",
    "content-encoding",
    "",
    "content-language",
    "",
    "content-length",
    "",
    "content-location",
    "",
    "content-range",
    "",
    "content-type",
    "",
    "cookie",
    "",
    "date",
    "",
    "etag",
    "",
    "expect",
    "",
    "expires",
    "",
    "from",
    "",
    "host",
    "",
    "if-match",
    "",
    "if-modified-since",
    "",
    "if-none-match",
    "",
    "if-range",
    "",
    "if-unmodified-since",
    "",
    "last-modified",
    "",
    "link",
    "",
    "location",
    "",
    "max-forwards",
    "",
    "proxy-authenticate",
    "",
    "proxy-authorization",
    "",
    "range",
    "",
    "referer",
    "",
    "refresh",
    "",
    "retry-after",
    "",
    "server",
    "",
    "set-cookie",
    "",
    "strict-transport-security",
    "",
    "transfer-encoding",
    "",
    "user-agent",
    "",
    "vary",
    "",
    "via",
    "",
    "www-authenticate",
    ""
  };

  /** The number of lines; the dynamic table's indexes begin behind it. */
  static final int SIZE = 61;

  private static final Header[] LINES = new Header[SIZE + 1];
  private static final int SLOTS = 256;
  private static final byte[] BY_NAME = new byte[SLOTS];

  static {
    for (int index = SIZE; index >= 1; index--) {
      LINES[index] = Header.of(HeaderName.of(TEXT[2 * index - 2]), TEXT[2 * index - 1]);
    }
    for (int index = 1; index <= SIZE; index++) {
      if (nameIndex(LINES[index].name()) == 0) {
        BY_NAME[freeSlot(LINES[index].name())] = (byte) index;
      }
    }
  }

  private StaticTable() {}

  private static int freeSlot(HeaderName name) {
    int slot = slot(name);
    while (BY_NAME[slot] != 0) {
      slot = (slot + 1) & (SLOTS - 1);
    }
    return slot;
  }

  private static int slot(HeaderName name) {
    int hash = name.hashCode();
    return (hash ^ (hash >>> 16) ^ (hash >>> 8)) & (SLOTS - 1);
  }

  /** The line at an index from 1 to {@link #SIZE}. */
  static Header line(int index) {
    return LINES[index];
  }

  /** The first index with this name, or 0. */
  static int nameIndex(HeaderName name) {
    for (int slot = slot(name); BY_NAME[slot] != 0; slot = (slot + 1) & (SLOTS - 1)) {
      if (LINES[BY_NAME[slot]].name().equals(name)) {
        return BY_NAME[slot];
      }
    }
    return 0;
  }

  /** The index of the whole line, or 0. Lines of one name stand side by side. */
  static int index(Header line) {
    int index = nameIndex(line.name());
    if (index == 0) {
      return 0;
    }
    for (; index <= SIZE && LINES[index].is(line.name()); index++) {
      if (LINES[index].equals(line)) {
        return index;
      }
    }
    return 0;
  }
}
