package weft.proxy.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A private key outside the heap: PKCS#8 as PEM in direct memory, which the TLS library reads.
 *
 * <p>No object on the heap holds its bytes, so no heap dump does; a core dump of the process does,
 * and {@code weft run} turns those off. {@link #destroy} overwrites the memory; the TLS library
 * overwrites its own copies when the last context and connection that use them are gone. Any
 * thread. Prints as nothing.
 */
public final class TlsKey {
  private static final int LONGEST = 16 * 1024;
  private static final int LINE = 64;
  private static final byte[] BEGIN = ascii("-----BEGIN PRIVATE KEY-----\n");
  private static final byte[] END = ascii("-----END PRIVATE KEY-----\n");
  private static final byte[] BASE64 =
      ascii("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");

  private final ByteBuf pem;

  private TlsKey(ByteBuf pem) {
    this.pem = pem;
  }

  /** Takes a PKCS#8 DER key; the bytes given are overwritten. */
  public static TlsKey seal(ByteBuffer pkcs8) {
    int lines = pkcs8.remaining() / (LINE / 4 * 3) + 1;
    int size = BEGIN.length + pkcs8.remaining() * 4 / 3 + 4 + lines + END.length;
    ByteBuf pem = Unpooled.directBuffer(size, size).writeBytes(BEGIN);
    for (int at = pkcs8.position(); at < pkcs8.limit(); at += LINE / 4 * 3) {
      line(pkcs8, at, Math.min(at + LINE / 4 * 3, pkcs8.limit()), pem);
    }
    wipe(pkcs8);
    return new TlsKey(pem.writeBytes(END));
  }

  /** Reads a PKCS#8 DER file without taking its bytes through the heap. */
  public static TlsKey read(Path file) throws IOException {
    try (var channel = FileChannel.open(file)) {
      if (channel.size() == 0 || channel.size() > LONGEST) {
        throw new IOException(
            file + ": a key has 1 to " + LONGEST + " bytes, this file " + channel.size());
      }
      var bytes = ByteBuffer.allocateDirect((int) channel.size());
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
      return seal(bytes.flip());
    }
  }

  /** Overwrites the key; nothing new can be built with it. */
  public void destroy() {
    pem.setZero(0, pem.capacity());
    pem.release();
  }

  /** For the TLS library, which parses it as often as it needs; stays ours. */
  ByteBuf pem() {
    return pem;
  }

  @Override
  public String toString() {
    return "TlsKey";
  }

  private static void line(ByteBuffer in, int start, int end, ByteBuf out) {
    for (int at = start; at < end; at += 3) {
      int left = end - at;
      int group =
          (in.get(at) & 0xff) << 16
              | (left > 1 ? in.get(at + 1) & 0xff : 0) << 8
              | (left > 2 ? in.get(at + 2) & 0xff : 0);
      out.writeByte(BASE64[group >> 18]).writeByte(BASE64[group >> 12 & 63]);
      out.writeByte(left > 1 ? BASE64[group >> 6 & 63] : '=');
      out.writeByte(left > 2 ? BASE64[group & 63] : '=');
    }
    out.writeByte('\n');
  }

  private static void wipe(ByteBuffer bytes) {
    for (int at = bytes.position(); at < bytes.limit(); at++) {
      bytes.put(at, (byte) 0);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
