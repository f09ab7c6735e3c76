package weft.proxy.detect;

import io.netty.buffer.ByteBuf;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import weft.proxy.config.DnsName;

/**
 * What a proxy says first on a mesh connection with ALPN {@link #ALPN}: where the bytes that follow
 * shall go. Source: identity-tls.md 11; the message is transport.l5d.io.Header.
 *
 * <p>Our own dozen lines of protobuf: this is the only message that every connection needs, and
 * generated code would load a library for it.
 *
 * @param port the target port, 1 to 65535
 * @param name the target's host, where a gateway shall resolve it
 * @param session what is spoken after the header, so that nobody needs to detect it
 */
public record TransportHeader(int port, @Nullable DnsName name, Session session) {
  public static final String ALPN = "transport.l5d.io/v1";

  /** Longest message, in bytes, without preface and length. */
  public static final int MAX_MESSAGE = 65_536;

  private static final byte[] PREFACE = (ALPN + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
  private static final int PREFIX = PREFACE.length + 4;

  /** The protocol inside; {@link #UNKNOWN} also stands for opaque bytes. */
  public enum Session {
    UNKNOWN,
    HTTP1,
    HTTP2
  }

  public TransportHeader {
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("transport header: port must be 1 to 65535: " + port);
    }
  }

  /**
   * Reads a header from all bytes so far. Null: more are needed, and none was consumed. Otherwise
   * exactly the header was consumed, and what is left belongs to the application.
   *
   * @throws ProtocolException where no header can come of these bytes; the connection is to be
   *     closed. The same holds when the connection ends while this returns null.
   */
  public static @Nullable TransportHeader read(ByteBuf in) throws ProtocolException {
    if (in.readableBytes() < PREFIX) {
      return null;
    }
    int start = in.readerIndex();
    for (int i = 0; i < PREFACE.length; i++) {
      if (in.getByte(start + i) != PREFACE[i]) {
        throw new ProtocolException("transport header: the connection does not start with " + ALPN);
      }
    }
    long length = in.getUnsignedInt(start + PREFACE.length);
    if (length > MAX_MESSAGE) {
      throw new ProtocolException(
          "transport header: message of " + length + " bytes, at most " + MAX_MESSAGE);
    }
    if (in.readableBytes() - PREFIX < length) {
      return null;
    }
    in.skipBytes(PREFIX);
    return Message.read(in, in.readerIndex() + (int) length);
  }

  /** Appends preface, length and message. */
  public void write(ByteBuf out) {
    out.writeBytes(PREFACE);
    int length = out.writerIndex();
    out.writeInt(0);
    out.writeByte(1 << 3);
    Message.writeVarint(out, port);
    if (name != null) {
      out.writeByte(2 << 3 | 2);
      Message.writeVarint(out, name.text().length());
      out.writeCharSequence(name.text(), StandardCharsets.US_ASCII);
    }
    if (session != Session.UNKNOWN) {
      // session_protocol (3), two bytes long, holds kind http1 (1) or http2 (2), which is empty
      out.writeByte(3 << 3 | 2).writeByte(2);
      out.writeByte((session == Session.HTTP1 ? 1 : 2) << 3 | 2).writeByte(0);
    }
    out.setInt(length, out.writerIndex() - length - 4);
  }

  /** Bytes that {@link #write} appends. */
  public int size() {
    int varint = port < 1 << 7 ? 1 : port < 1 << 14 ? 2 : 3;
    int host = name == null ? 0 : name.text().length();
    int text = host == 0 ? 0 : 1 + (host < 1 << 7 ? 1 : 2) + host;
    return PREFIX + 1 + varint + text + (session == Session.UNKNOWN ? 0 : 4);
  }

  /** The fields of a message; the last of several wins, unknown ones are skipped. */
  private static final class Message {
    private final ByteBuf in;
    private int port;
    private @Nullable DnsName name;
    private Session session = Session.UNKNOWN;

    private Message(ByteBuf in) {
      this.in = in;
    }

    static TransportHeader read(ByteBuf in, int end) throws ProtocolException {
      var message = new Message(in);
      while (in.readerIndex() < end) {
        message.field(end);
      }
      if (message.port < 1 || message.port > 65_535) {
        throw new ProtocolException(
            "transport header: port must be 1 to 65535, got: " + message.port);
      }
      return new TransportHeader(message.port, message.name, message.session);
    }

    private void field(int end) throws ProtocolException {
      int tag = (int) varint(end);
      switch (tag) {
        case 1 << 3 -> port = (int) varint(end);
        case 2 << 3 | 2 -> name = host(piece(end));
        case 3 << 3 | 2 -> protocol(piece(end));
        default -> skip(tag, end);
      }
    }

    private @Nullable DnsName host(int end) throws ProtocolException {
      int length = end - in.readerIndex();
      var text = in.readCharSequence(length, StandardCharsets.ISO_8859_1);
      var host = DnsName.parse(text);
      if (host == null && length > 0) {
        throw new ProtocolException("transport header: name is no DNS name: " + text);
      }
      return host;
    }

    private void protocol(int end) throws ProtocolException {
      while (in.readerIndex() < end) {
        int tag = (int) varint(end);
        if (tag == (1 << 3 | 2) || tag == (2 << 3 | 2)) {
          session = tag >> 3 == 1 ? Session.HTTP1 : Session.HTTP2;
        }
        skip(tag, end);
      }
    }

    private void skip(int tag, int end) throws ProtocolException {
      switch (tag & 7) {
        case 0 -> varint(end);
        case 1 -> in.skipBytes(atMost(8, end));
        case 2 -> in.readerIndex(piece(end));
        case 5 -> in.skipBytes(atMost(4, end));
        default -> throw broken();
      }
      if (tag >>> 3 == 0) {
        throw broken();
      }
    }

    /** Where the length-delimited value that starts here ends. */
    private int piece(int end) throws ProtocolException {
      return atMost(varint(end), end) + in.readerIndex();
    }

    private int atMost(long length, int end) throws ProtocolException {
      if (length < 0 || length > end - in.readerIndex()) {
        throw broken();
      }
      return (int) length;
    }

    private long varint(int end) throws ProtocolException {
      long value = 0;
      for (int shift = 0; shift < 70 && in.readerIndex() < end; shift += 7) {
        byte b = in.readByte();
        value |= (long) (b & 0x7f) << shift;
        if (b >= 0) {
          return value;
        }
      }
      throw broken();
    }

    static void writeVarint(ByteBuf out, int value) {
      int left = value;
      for (; left >= 0x80; left >>>= 7) {
        out.writeByte((left & 0x7f) | 0x80);
      }
      out.writeByte(left);
    }

    private static ProtocolException broken() {
      return new ProtocolException("transport header: the message is not protobuf");
    }
  }
}
