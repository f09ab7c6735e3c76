package weft.proxy.opaque;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.proxy.transport.Deaf;
import weft.proxy.transport.TestSocket;
import weft.testkit.Covers;

class SpliceTest {
  private final TestSocket client = new TestSocket(new Deaf());
  private final TestSocket server = new TestSocket(new Deaf());
  private final List<String> endings = new ArrayList<>();

  @BeforeEach
  void join() {
    Splice.join(
        client.connection(),
        Unpooled.copiedBuffer("first ", StandardCharsets.ISO_8859_1),
        server.connection(),
        why -> endings.add(why == null ? "ended" : why.getMessage()));
  }

  @AfterEach
  void leaveNothing() {
    client.discard();
    server.discard();
  }

  @Test
  void bytesGoBothWaysAndWhatWasReadBeforeGoesFirst() {
    client.sends("hello");
    server.sends("you too");
    assertThat(server.received()).isEqualTo("first hello");
    assertThat(client.received()).isEqualTo("you too");
  }

  @Test
  @Covers({"outbound#118", "inbound#30"})
  void anEndOfOneDirectionLeavesTheOtherOpen() {
    client.ends();
    server.runs();
    assertThat(server.received()).isEqualTo("first ");
    assertThat(server.hasEndedOutput()).isTrue();
    server.sends("late answer");
    assertThat(client.received()).isEqualTo("late answer");
    assertThat(endings).isEmpty();
    server.ends();
    client.runs();
    assertThat(endings).containsExactly("ended");
    assertThat(client.isOpen()).isFalse();
    assertThat(server.isOpen()).isFalse();
  }

  @Test
  void anErrorOnOneSideEndsBoth() {
    client.resets();
    assertThat(endings).containsExactly("Connection reset by peer");
    assertThat(server.isOpen()).isFalse();
  }

  @Test
  void aSideThatDoesNotTakeItsBytesStopsTheOther() {
    server.full(true);
    client.sends("x".repeat(Splice.WINDOW));
    assertThat(client.isReading()).isFalse();
    server.full(false);
    assertThat(client.isReading()).isTrue();
  }
}
