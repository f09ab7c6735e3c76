package weft.blackbox;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import weft.testkit.peer.RawServer;
import weft.testkit.peer.RawSocket;

/** A server whose answer is a gigabyte, each piece another one, as fast as it is taken. */
final class Gigabyte implements AutoCloseable {
  private static final int PIECE = 1 << 16;
  private static final int PIECES = 1 << 14;
  private static final long STANDSTILL_NANOS = 2_000_000_000L;

  private final AtomicLong sent = new AtomicLong();
  private final RawServer server;

  Gigabyte(InetSocketAddress listen) {
    server = RawServer.start(listen).serve(this::answer);
  }

  private void answer(RawSocket client) {
    client.readThrough("\r\n\r\n");
    client.send("HTTP/1.1 200 OK\r\nContent-Length: " + (long) PIECE * PIECES + "\r\n\r\n");
    for (int i = 0; i < PIECES; i++) {
      client.send(piece(i));
      sent.addAndGet(PIECE);
    }
  }

  /** Waits until nothing has been taken for a while; returns how much was. */
  long awaitStandstill() {
    long[] last = {-1, 0};
    Until.holds(
        () -> {
          if (sent.get() != last[0]) {
            last[0] = sent.get();
            last[1] = System.nanoTime();
          }
          return System.nanoTime() - last[1] > STANDSTILL_NANOS;
        },
        () -> "nobody holds it back: " + sent);
    return sent.get();
  }

  /** Reads the body; the number of the first piece that is not as it was sent, or -1. */
  static int differsAt(RawSocket client) {
    for (int i = 0; i < PIECES; i++) {
      if (!Arrays.equals(client.read(PIECE), piece(i))) {
        return i;
      }
    }
    return -1;
  }

  /** Bytes that tell the piece's number and the place in it. */
  private static byte[] piece(int number) {
    var piece = new byte[PIECE];
    for (int at = 0; at < PIECE; at += Integer.BYTES) {
      int value = (number * PIECE + at) * 0x9E3779B1;
      piece[at] = (byte) (value >>> 24);
      piece[at + 1] = (byte) (value >>> 16);
      piece[at + 2] = (byte) (value >>> 8);
      piece[at + 3] = (byte) value;
    }
    return piece;
  }

  @Override
  public void close() {
    server.close();
  }
}
