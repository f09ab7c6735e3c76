package weft.testkit.mesh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;

/** First records of TLS clients: a real one, and others byte by byte. */
public final class Hello {
  private static final int SERVER_NAME = 0;
  private static final int CLIENT_HELLO = 1;
  private static final int SERVER_HELLO = 2;

  private Hello() {}

  /** What the JDK's client sends first. */
  public static byte[] real(MeshTls tls, String serverName) {
    var engine = tls.context().createSSLEngine();
    engine.setUseClientMode(true);
    var parameters = engine.getSSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.3"});
    parameters.setServerNames(List.<SNIServerName>of(new SNIHostName(serverName)));
    engine.setSSLParameters(parameters);
    var out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    try {
      engine.wrap(ByteBuffer.allocate(0), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var hello = new byte[out.flip().remaining()];
    out.get(hello);
    return hello;
  }

  /** A well-formed one for a name that need not be one. */
  public static byte[] naming(String serverName) {
    return record(CLIENT_HELLO, body(serverName.getBytes(StandardCharsets.US_ASCII)));
  }

  /** A whole record with a handshake message that no client sends. */
  public static byte[] ofServer() {
    return record(SERVER_HELLO, body(new byte[] {'a'}));
  }

  private static byte[] body(byte[] name) {
    return ByteBuffer.allocate(2 + 32 + 1 + 4 + 2 + 2 + 9 + name.length)
        .putShort((short) 0x0303)
        .put(new byte[32])
        .put((byte) 0)
        .putShort((short) 2)
        .putShort((short) 0x1301)
        .put((byte) 1)
        .put((byte) 0)
        .putShort((short) (9 + name.length))
        .putShort((short) SERVER_NAME)
        .putShort((short) (5 + name.length))
        .putShort((short) (3 + name.length))
        .put((byte) 0)
        .putShort((short) name.length)
        .put(name)
        .array();
  }

  private static byte[] record(int type, byte[] body) {
    return ByteBuffer.allocate(9 + body.length)
        .put((byte) 0x16)
        .putShort((short) 0x0301)
        .putShort((short) (4 + body.length))
        .putInt(type << 24 | body.length)
        .put(body)
        .array();
  }
}
