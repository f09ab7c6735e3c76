package weft.proxy.h2;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Peers that make work for nothing are told to calm down. */
final class FloodsTest {
  private final Scripted web = new Scripted();
  private final H2Options options = H2Options.DEFAULT.withMaxConcurrentStreams(100);
  private final Peer client =
      Peer.client(new H2Server(web, options, new H2Shared(Budget.UNLIMITED, FaultLog.NONE), null));

  @AfterEach
  void discard() {
    client.socket.discard();
  }

  private void calmed(String rule) {
    assertThat(client.hears())
        .last()
        .asString()
        .startsWith("GOAWAY")
        .contains("ENHANCE_YOUR_CALM", rule);
    assertThat(client.socket.hasEndedOutput()).isTrue();
  }

  private static byte[] times(int count, byte[] octets) {
    var all = Unpooled.buffer();
    for (int i = 0; i < count; i++) {
      all.writeBytes(octets);
    }
    byte[] result = new byte[all.readableBytes()];
    all.readBytes(result);
    return result;
  }

  @Test
  void streamsResetAsSoonAsTheyAreOpened() {
    var all = Unpooled.buffer();
    for (int id = 1; id < 2 * 22; id += 2) {
      all.writeBytes(
          Peer.octets(
              Frame.HEADERS, 5, id, client.block(":method: GET", ":scheme: http", ":path: /")));
      all.writeBytes(Peer.octets(Frame.RST_STREAM, 0, id, new byte[] {0, 0, 0, 8}));
    }
    client.socket.sends(all);
    calmed("streams opened and reset at once must be at most 20");
    assertThat(web.calls).hasSize(21).allMatch(call -> call.cancelled != null);
  }

  @Test
  void streamsResetInLaterTurnsAreNoFlood() {
    for (int id = 1; id < 2 * 100; id += 2) {
      client.get(id);
      client.frame(Frame.RST_STREAM, 0, id, "00000008");
    }
    assertThat(client.hears()).isEmpty();
  }

  @Test
  void pings() {
    client.raw(times(3000, Peer.octets(Frame.PING, 0, 0, new byte[8])));
    calmed("frames that carry nothing");
  }

  @Test
  void settings() {
    client.raw(times(3000, Peer.octets(Frame.SETTINGS, 0, 0, new byte[0])));
    calmed("frames that carry nothing");
  }

  @Test
  void emptyData() {
    client.post(1).raw(times(100, Peer.octets(Frame.DATA, 0, 1, new byte[0])));
    calmed("empty DATA frames in a row");
  }

  @Test
  void continuationWithoutEnd() {
    client
        .frame(Frame.HEADERS, 0, 1, "82")
        .raw(times(100, Peer.octets(Frame.CONTINUATION, 0, 1, new byte[0])));
    calmed("a header block must be at most");
  }

  @Test
  void longContinuation() {
    client
        .frame(Frame.HEADERS, 0, 1, "82")
        .raw(times(3, Peer.octets(Frame.CONTINUATION, 0, 1, new byte[16_000])));
    calmed("a header block must be at most");
  }

  @Test
  void streamsThatMustBeReset() {
    var all = Unpooled.buffer();
    for (int id = 1; id < 2 * 600; id += 2) {
      all.writeBytes(Peer.octets(Frame.HEADERS, 5, id, new byte[] {(byte) 0x82}));
    }
    client.socket.sends(all);
    calmed("streams that had to be reset");
  }

  @Test
  void aHeadThatGrowsInDecodingIsRefusedAndNotKept() {
    client.get(1);
    web.last().answers(200, true);
    client.hears();
    byte[] bomb = new byte[16_000];
    byte[] line = client.block("x-long: " + "v".repeat(900));
    byte[] again = client.block("x-long: " + "v".repeat(900));
    System.arraycopy(line, 0, bomb, 0, line.length);
    System.arraycopy(again, 0, bomb, line.length, again.length);
    java.util.Arrays.fill(bomb, line.length + again.length, bomb.length, (byte) 0xbe);
    client.raw(Peer.octets(Frame.HEADERS, 5, 3, bomb));
    assertThat(client.hears()).containsExactly("HEADERS 3 last");
    assertThat(web.calls).hasSize(1);
    client.get(5);
    assertThat(web.calls).hasSize(2);
  }

  @Test
  void moreStreamsThanAnnouncedAreRefused() {
    for (int id = 1; id < 2 * 101; id += 2) {
      client.get(id);
    }
    assertThat(client.hears()).containsExactly("RST_STREAM 201 REFUSED_STREAM");
  }
}
