package weft.testkit.mesh;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import weft.api.transport.Header;
import weft.api.transport.SessionProtocol;
import weft.testkit.peer.RawSocket;

/** The first bytes inside mesh TLS to an inbound port, by the published message. */
public final class TransportHeader {
  private static final String PREFACE = "transport.l5d.io/v1\r\n\r\n";

  private TransportHeader() {}

  /** Asks for a port, whatever is spoken there. */
  public static byte[] port(int port) {
    return of(Header.newBuilder().setPort(port).build().toByteArray());
  }

  public static byte[] http1(int port) {
    var http1 = SessionProtocol.Http1.getDefaultInstance();
    return with(port, SessionProtocol.newBuilder().setHttp1(http1));
  }

  public static byte[] http2(int port) {
    var http2 = SessionProtocol.Http2.getDefaultInstance();
    return with(port, SessionProtocol.newBuilder().setHttp2(http2));
  }

  /** Asks for a name, as for a gateway. */
  public static byte[] named(int port, String name) {
    return of(Header.newBuilder().setPort(port).setName(name).build().toByteArray());
  }

  private static byte[] with(int port, SessionProtocol.Builder session) {
    var header = Header.newBuilder().setPort(port).setSessionProtocol(session);
    return of(header.build().toByteArray());
  }

  /** The preface, the length, and these bytes, which may be no message. */
  public static byte[] of(byte[] message) {
    return claiming(message.length, message);
  }

  /** The same with a length that may be wrong. */
  public static byte[] claiming(int length, byte[] message) {
    return ByteBuffer.allocate(PREFACE.length() + 4 + message.length)
        .put(PREFACE.getBytes(StandardCharsets.US_ASCII))
        .putInt(length)
        .put(message)
        .array();
  }

  /** Reads one, which must be there. */
  public static Header read(RawSocket socket) {
    socket.expect(PREFACE);
    int length = ByteBuffer.wrap(socket.read(4)).getInt();
    try {
      return Header.parseFrom(socket.read(length));
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      throw new AssertionError("a transport header that cannot be read", e);
    }
  }
}
