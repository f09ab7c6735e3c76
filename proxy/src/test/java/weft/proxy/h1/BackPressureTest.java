package weft.proxy.h1;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import weft.proxy.transport.TestSocket;

/** A side that takes nothing stops the side that sends, and little is held in between. */
class BackPressureTest {
  private static final int READ = 16 * 1024;
  private static final int WINDOW = 65_536;
  private static final int BODY = 10_000_000;

  private final Through through = new Through();

  @AfterEach
  void leaveNothing() {
    through.discard();
  }

  private static ByteBuf read() {
    return Unpooled.buffer(READ).writeZero(READ);
  }

  /** Sends as long as it is read from; how many bytes that were. */
  private int sendsWhileRead(TestSocket from) {
    int sent = 0;
    while (from.isReading() && sent < BODY) {
      from.sends(read());
      through.runs();
      sent += READ;
    }
    return sent;
  }

  @Test
  void aServerThatDoesNotReadStopsItsClient() {
    through.asks("POST / HTTP/1.1\r\nHost: web\r\nContent-Length: " + BODY + "\r\n\r\n");
    through.atServer();
    through.server(0).full(true);
    assertThat(sendsWhileRead(through.client)).isBetween(WINDOW, WINDOW + 2 * READ);
    through.server(0).full(false);
    through.runs();
    assertThat(through.client.isReading()).isTrue();
  }

  @Test
  void aClientThatDoesNotReadStopsItsServer() {
    through.asks("GET / HTTP/1.1\r\nHost: web\r\n\r\n");
    through.answers("HTTP/1.1 200 OK\r\nContent-Length: " + BODY + "\r\n\r\n").atClient();
    through.client.full(true);
    assertThat(sendsWhileRead(through.server(0))).isBetween(WINDOW, WINDOW + 2 * READ);
    through.client.full(false);
    through.runs();
    assertThat(through.server(0).isReading()).isTrue();
  }

  @Test
  void aTunnelStopsToo() {
    through.asks("CONNECT db:1 HTTP/1.1\r\nHost: db:1\r\n\r\n");
    through.answers("HTTP/1.1 200 OK\r\n\r\n").atClient();
    through.server(0).full(true);
    assertThat(sendsWhileRead(through.client)).isBetween(WINDOW, WINDOW + 2 * READ);
    through.client.full(true);
    assertThat(sendsWhileRead(through.server(0))).isBetween(WINDOW, WINDOW + 2 * READ);
  }

  @Test
  void aReaderThatKeepsUpGetsAll() {
    through.asks("POST / HTTP/1.1\r\nHost: web\r\nContent-Length: " + BODY + "\r\n\r\n");
    int before = through.atServer().length();
    assertThat(before).isPositive();
    int arrived = 0;
    for (int sent = 0; sent < BODY; sent += READ) {
      int next = Math.min(READ, BODY - sent);
      through.client.sends(Unpooled.buffer(next).writeZero(next));
      arrived += through.runs().server(0).receivedBytes().length;
    }
    assertThat(arrived).isEqualTo(BODY);
  }

  @Test
  void aLargePieceIsNotCopied() {
    through.asks("POST / HTTP/1.1\r\nHost: web\r\nContent-Length: " + BODY + "\r\n\r\n");
    through.server(0).full(true);
    ByteBuf piece = read();
    through.client.sends(piece);
    assertThat(piece.refCnt()).isEqualTo(1);
    through.server(0).full(false);
    through.atServer();
    assertThat(piece.refCnt()).isZero();
  }
}
