package weft.proxy.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A field name in lower case, or a pseudo-header's.
 *
 * <p>Names that the proxy itself acts on are constants, found by {@link #of}: for them identity is
 * equality, and {@link #kind} tells codecs without comparing bytes how a field is treated.
 * Immutable.
 */
public final class HeaderName {
  /** How codecs treat a field. */
  public enum Kind {
    /** Passed on as it is. */
    END_TO_END,
    /** Belongs to one connection: never passed on by a codec that changes version. */
    HOP_BY_HOP,
    /** Decides on a message's framing, or on its routing. */
    FRAMING,
    /** Begins with a colon; never a field of HTTP/1. */
    PSEUDO
  }

  public static final HeaderName METHOD = new HeaderName(":method", Kind.PSEUDO);
  public static final HeaderName SCHEME = new HeaderName(":scheme", Kind.PSEUDO);
  public static final HeaderName AUTHORITY = new HeaderName(":authority", Kind.PSEUDO);
  public static final HeaderName PATH = new HeaderName(":path", Kind.PSEUDO);
  public static final HeaderName STATUS = new HeaderName(":status", Kind.PSEUDO);
  public static final HeaderName PROTOCOL = new HeaderName(":protocol", Kind.PSEUDO);
  public static final HeaderName HOST = new HeaderName("host", Kind.FRAMING);
  public static final HeaderName CONTENT_LENGTH = new HeaderName("content-length", Kind.FRAMING);
  public static final HeaderName TRANSFER_ENCODING =
      new HeaderName("transfer-encoding", Kind.HOP_BY_HOP);
  public static final HeaderName CONNECTION = new HeaderName("connection", Kind.HOP_BY_HOP);
  public static final HeaderName KEEP_ALIVE = new HeaderName("keep-alive", Kind.HOP_BY_HOP);
  public static final HeaderName PROXY_CONNECTION =
      new HeaderName("proxy-connection", Kind.HOP_BY_HOP);
  public static final HeaderName UPGRADE = new HeaderName("upgrade", Kind.HOP_BY_HOP);
  public static final HeaderName TE = new HeaderName("te", Kind.HOP_BY_HOP);
  public static final HeaderName TRAILER = new HeaderName("trailer", Kind.END_TO_END);
  public static final HeaderName EXPECT = new HeaderName("expect", Kind.END_TO_END);
  public static final HeaderName DATE = new HeaderName("date", Kind.END_TO_END);
  public static final HeaderName LOCATION = new HeaderName("location", Kind.END_TO_END);
  public static final HeaderName CONTENT_TYPE = new HeaderName("content-type", Kind.END_TO_END);
  public static final HeaderName USER_AGENT = new HeaderName("user-agent", Kind.END_TO_END);
  public static final HeaderName COOKIE = new HeaderName("cookie", Kind.END_TO_END);
  public static final HeaderName GRPC_STATUS = new HeaderName("grpc-status", Kind.END_TO_END);
  public static final HeaderName GRPC_MESSAGE = new HeaderName("grpc-message", Kind.END_TO_END);
  public static final HeaderName GRPC_ENCODING = new HeaderName("grpc-encoding", Kind.END_TO_END);
  public static final HeaderName FORWARDED = new HeaderName("forwarded", Kind.END_TO_END);
  public static final HeaderName L5D_CLIENT_ID = new HeaderName("l5d-client-id", Kind.END_TO_END);
  public static final HeaderName L5D_DST_CANONICAL =
      new HeaderName("l5d-dst-canonical", Kind.END_TO_END);
  public static final HeaderName L5D_DST_OVERRIDE =
      new HeaderName("l5d-dst-override", Kind.END_TO_END);
  public static final HeaderName L5D_ORIG_PROTO = new HeaderName("l5d-orig-proto", Kind.END_TO_END);
  public static final HeaderName L5D_PROXY_ERROR =
      new HeaderName("l5d-proxy-error", Kind.END_TO_END);
  public static final HeaderName L5D_PROXY_CONNECTION =
      new HeaderName("l5d-proxy-connection", Kind.END_TO_END);
  public static final HeaderName L5D_REQUIRE_ID = new HeaderName("l5d-require-id", Kind.END_TO_END);
  public static final HeaderName L5D_SERVER_ID = new HeaderName("l5d-server-id", Kind.END_TO_END);
  public static final HeaderName L5D_REMOTE_IP = new HeaderName("l5d-remote-ip", Kind.END_TO_END);

  /** How names were written, between proxies that agreed on it: the codecs' own. */
  public static final HeaderName WEFT_WRITTEN_NAMES =
      new HeaderName("weft-written-names", Kind.HOP_BY_HOP);

  private static final HeaderName[] KNOWN = {
    METHOD,
    SCHEME,
    AUTHORITY,
    PATH,
    STATUS,
    PROTOCOL,
    HOST,
    CONTENT_LENGTH,
    TRANSFER_ENCODING,
    CONNECTION,
    KEEP_ALIVE,
    PROXY_CONNECTION,
    UPGRADE,
    TE,
    TRAILER,
    EXPECT,
    DATE,
    LOCATION,
    CONTENT_TYPE,
    USER_AGENT,
    COOKIE,
    GRPC_STATUS,
    GRPC_MESSAGE,
    GRPC_ENCODING,
    FORWARDED,
    L5D_CLIENT_ID,
    L5D_DST_CANONICAL,
    L5D_DST_OVERRIDE,
    L5D_ORIG_PROTO,
    L5D_PROXY_ERROR,
    L5D_PROXY_CONNECTION,
    L5D_REQUIRE_ID,
    L5D_SERVER_ID,
    L5D_REMOTE_IP,
    WEFT_WRITTEN_NAMES
  };

  private static final int SLOTS = 256;
  private static final HeaderName[] TABLE = table();

  private final String text;
  private final byte[] bytes;
  private final int hash;
  private final Kind kind;

  private HeaderName(String text, Kind kind) {
    this(text, text.getBytes(StandardCharsets.ISO_8859_1), kind);
  }

  private HeaderName(String text, byte[] bytes, Kind kind) {
    this.text = text;
    this.bytes = bytes;
    this.hash = Arrays.hashCode(bytes);
    this.kind = kind;
  }

  /** Open addressing, half empty at least; filled once, read by all. */
  private static HeaderName[] table() {
    var table = new HeaderName[SLOTS];
    for (HeaderName name : KNOWN) {
      int slot = slot(name.hash);
      while (table[slot] != null) {
        slot = (slot + 1) & (SLOTS - 1);
      }
      table[slot] = name;
    }
    return table;
  }

  private static int slot(int hash) {
    return (hash ^ (hash >>> 16) ^ (hash >>> 8)) & (SLOTS - 1);
  }

  /**
   * The name with these bytes, which must be in lower case and valid; a known name is the constant.
   *
   * @param lowerCase not copied; the caller must not change it any more
   */
  public static HeaderName of(byte[] lowerCase) {
    int slot = slot(Arrays.hashCode(lowerCase));
    for (HeaderName name = TABLE[slot]; name != null; name = TABLE[slot]) {
      if (Arrays.equals(name.bytes, lowerCase)) {
        return name;
      }
      slot = (slot + 1) & (SLOTS - 1);
    }
    return new HeaderName(
        new String(lowerCase, StandardCharsets.ISO_8859_1), lowerCase, kindOf(lowerCase));
  }

  /** As {@link #of(byte[])}, from text in lower case. */
  public static HeaderName of(String lowerCase) {
    return of(lowerCase.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static Kind kindOf(byte[] name) {
    return name.length > 0 && name[0] == ':' ? Kind.PSEUDO : Kind.END_TO_END;
  }

  public Kind kind() {
    return kind;
  }

  public int length() {
    return bytes.length;
  }

  /** The name's bytes; read only. */
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof HeaderName name
            && hash == name.hash
            && Arrays.equals(bytes, name.bytes));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return text;
  }
}
