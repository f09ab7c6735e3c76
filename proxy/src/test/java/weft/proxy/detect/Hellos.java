package weft.proxy.detect;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** Client hellos: real ones from the JDK, and odd ones built byte by byte. */
final class Hellos {
  private Hellos() {}

  /** The first record of a real client; null name: without SNI. */
  static byte[] real(@Nullable String name, String... alpn) throws Exception {
    SSLEngine engine = SSLContext.getDefault().createSSLEngine();
    engine.setUseClientMode(true);
    var parameters = engine.getSSLParameters();
    parameters.setApplicationProtocols(alpn);
    if (name != null) {
      parameters.setServerNames(List.of(new SNIHostName(name)));
    }
    engine.setSSLParameters(parameters);
    var out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    engine.wrap(ByteBuffer.allocate(0), out);
    byte[] hello = new byte[out.flip().remaining()];
    out.get(hello);
    return hello;
  }

  /** A well-formed hello with these extensions, each with its type and length. */
  static byte[] with(byte[]... extensions) {
    return record(1, body(extensions));
  }

  static byte[] body(byte[]... extensions) {
    return bytes(
        out -> {
          out.writeShort(0x0303).writeZero(32);
          out.writeByte(1).writeByte(7);
          out.writeShort(2).writeShort(0x1301);
          out.writeByte(1).writeByte(0);
          out.writeShort(Unpooled.wrappedBuffer(extensions).readableBytes());
          for (byte[] extension : extensions) {
            out.writeBytes(extension);
          }
        });
  }

  static byte[] record(int handshakeType, byte[] body) {
    return bytes(
        out -> {
          out.writeByte(0x16).writeShort(0x0301).writeShort(body.length + 4);
          out.writeByte(handshakeType).writeMedium(body.length).writeBytes(body);
        });
  }

  static byte[] extension(int type, byte[] body) {
    return bytes(out -> out.writeShort(type).writeShort(body.length).writeBytes(body));
  }

  static byte[] serverName(String name) {
    byte[] host = name.getBytes(StandardCharsets.UTF_8);
    return extension(
        0,
        bytes(
            out -> {
              out.writeShort(host.length + 3).writeByte(0);
              out.writeShort(host.length).writeBytes(host);
            }));
  }

  static byte[] bytes(Consumer<ByteBuf> write) {
    ByteBuf out = Unpooled.buffer();
    write.accept(out);
    return ByteBufUtil.getBytes(out);
  }
}
