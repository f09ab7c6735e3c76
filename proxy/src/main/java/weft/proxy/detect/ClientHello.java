package weft.proxy.detect;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import weft.proxy.config.DnsName;

/**
 * What the first bytes of a connection say about TLS.
 *
 * <p>Ask again after every read, with all bytes so far: the answer for a longer prefix never
 * contradicts an earlier one that was not {@link Kind#INCOMPLETE}. The hello must lie in the first
 * record, of at most 8192 bytes; what follows that record is ignored. A hello that is malformed
 * inside a complete record stays incomplete for ever, so callers stop reading at {@link
 * #MAX_BUFFERED} and leave it to their time-out. Source: identity-tls.md 6.2; RFC 8446, 4.1.2; RFC
 * 6066, 3.
 *
 * @param sni the one server name, lower-case; null unless the kind is {@link Kind#NAMED}
 */
public record ClientHello(Kind kind, @Nullable DnsName sni) {
  /** Bytes after which more of them cannot change the answer. */
  public static final int MAX_BUFFERED = 16 * 1024;

  /** The fatal alert no_application_protocol (RFC 7301, 3.2) as a record, before any key. */
  private static final byte[] NO_APPLICATION_PROTOCOL = {21, 3, 3, 0, 2, 2, 120};

  private static final ClientHello NOT_TLS = new ClientHello(Kind.NOT_TLS, null);
  private static final ClientHello INCOMPLETE = new ClientHello(Kind.INCOMPLETE, null);

  private static final int MAX_LENGTH = 8192;
  private static final int RECORD_HEADER = 5;
  private static final int HANDSHAKE_HEADER = 4;
  private static final int EXTENSION_SERVER_NAME = 0;
  private static final int EXTENSION_ALPN = 16;

  /** How far the bytes tell. */
  public enum Kind {
    /** A hello with a server name that is a DNS name. */
    NAMED,
    /** Not TLS, or TLS without such a name: nothing that we would terminate. */
    NOT_TLS,
    /** More bytes are needed. */
    INCOMPLETE
  }

  /** Looks at the readable bytes; consumes none, keeps no reference. */
  public static ClientHello parse(ByteBuf in) {
    int start = in.readerIndex();
    int length = in.readableBytes();
    if (!startsLikeHandshake(in, start, length)) {
      return NOT_TLS;
    }
    if (length < RECORD_HEADER) {
      return INCOMPLETE;
    }
    int record = in.getUnsignedShort(start + 3);
    if (record > MAX_LENGTH) {
      return NOT_TLS;
    }
    if (length - RECORD_HEADER < record) {
      return INCOMPLETE;
    }
    var extensions = extensions(in);
    return extensions == null ? INCOMPLETE : named(extensions);
  }

  /**
   * Whether a server that speaks only {@code protocol} may go on: the hello offers no ALPN at all,
   * or this protocol among others. Our TLS library would otherwise go on without any protocol,
   * where RFC 7301 wants {@link #refusal()}. To be asked for a hello that is {@link Kind#NAMED}.
   */
  public static boolean admits(ByteBuf in, String protocol) {
    var extensions = extensions(in);
    while (extensions != null && extensions.hasMore()) {
      int type = extensions.u16();
      var body = extensions.vector(2, 0xffff);
      if (type == EXTENSION_ALPN && body != null) {
        return offers(body, protocol);
      }
    }
    return true;
  }

  /** The alert that ends a handshake with a client that {@link #admits} refuses; a new array. */
  public static byte[] refusal() {
    return NO_APPLICATION_PROTOCOL.clone();
  }

  private static boolean startsLikeHandshake(ByteBuf in, int start, int length) {
    return (length < 1 || in.getByte(start) == 0x16)
        && (length < 2 || in.getByte(start + 1) == 3)
        && (length < 3 || in.getByte(start + 2) == 1 || in.getByte(start + 2) == 3);
  }

  /** The extensions of the hello in a complete record, or null where its shape is wrong. */
  private static @Nullable Cursor extensions(ByteBuf in) {
    int start = in.readerIndex() + RECORD_HEADER;
    var record = new Cursor(in, start, start + in.getUnsignedShort(start - 2));
    if (!record.has(HANDSHAKE_HEADER) || record.u8() != 1) {
      return null;
    }
    var hello = record.vector(3, MAX_LENGTH);
    if (hello == null || record.hasMore() || !hello.has(2 + 32) || hello.u16() != 0x0303) {
      return null;
    }
    hello.skip(32);
    if (hello.vector(1, 255) == null
        || hello.vector(2, MAX_LENGTH) == null
        || hello.vector(1, 255) == null) {
      return null;
    }
    var extensions = hello.vector(2, MAX_LENGTH);
    return hello.hasMore() ? null : extensions;
  }

  private static ClientHello named(Cursor extensions) {
    while (extensions.hasMore()) {
      int type = extensions.has(2) ? extensions.u16() : -1;
      var body = type < 0 ? null : extensions.vector(2, 0xffff);
      if (body == null) {
        return INCOMPLETE;
      }
      if (type == EXTENSION_SERVER_NAME) {
        return serverName(body);
      }
    }
    return NOT_TLS;
  }

  private static ClientHello serverName(Cursor body) {
    var list = body.vector(2, 0xffff);
    if (list == null || body.hasMore() || !list.has(1) || list.u8() != 0) {
      return INCOMPLETE;
    }
    var host = list.vector(2, 0xffff);
    if (host == null || list.hasMore()) {
      return INCOMPLETE;
    }
    var name = DnsName.parse(host.text());
    return name == null ? NOT_TLS : new ClientHello(Kind.NAMED, name);
  }

  private static boolean offers(Cursor body, String protocol) {
    var list = body.vector(2, 0xffff);
    while (list != null && list.hasMore()) {
      var name = list.vector(1, 255);
      if (name == null) {
        return false;
      }
      if (protocol.contentEquals(name.text())) {
        return true;
      }
    }
    return false;
  }

  /** A part of the hello, read from front to back; callers check {@link #has} before numbers. */
  private static final class Cursor {
    private final ByteBuf in;
    private final int end;
    private int at;

    Cursor(ByteBuf in, int at, int end) {
      this.in = in;
      this.at = at;
      this.end = end;
    }

    boolean hasMore() {
      return at < end;
    }

    boolean has(int bytes) {
      return end - at >= bytes;
    }

    int u8() {
      return in.getUnsignedByte(at++);
    }

    int u16() {
      at += 2;
      return in.getUnsignedShort(at - 2);
    }

    void skip(int bytes) {
      at += bytes;
    }

    /**
     * What a length of {@code width} bytes announces, or null where it is too long or not there.
     */
    @Nullable Cursor vector(int width, int limit) {
      if (!has(width)) {
        return null;
      }
      int length = 0;
      for (int i = 0; i < width; i++) {
        length = length << 8 | u8();
      }
      if (length > limit || !has(length)) {
        return null;
      }
      at += length;
      return new Cursor(in, at - length, at);
    }

    String text() {
      // A byte outside ASCII becomes a character that no DNS name has.
      return in.toString(at, end - at, StandardCharsets.ISO_8859_1);
    }
  }
}
