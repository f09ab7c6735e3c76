package weft.proxy.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SocketConnectionTest {
  private final Recorder recorder = new Recorder();
  private final TestSocket socket = new TestSocket(recorder);
  private final Connection connection = socket.connection();

  @AfterEach
  void leaveNothing() {
    socket.discard();
  }

  @Test
  void aProtocolSeesOpeningBytesEndAndClose() {
    socket.sends("hello").ends().resets();
    assertThat(recorder.log.toString()).isEqualTo("opened;received hello;ended;closed;");
  }

  @Test
  void whatIsWrittenInOneTurnLeavesInOneWriteAtItsEnd() {
    connection.output(3).writeBytes(bytes("one"));
    connection.write(bytes("two"));
    assertThat(recorder.log.toString()).isEqualTo("opened;");
    assertThat(socket.received()).isEqualTo("onetwo");
    assertThat(recorder.log.toString()).isEqualTo("opened;sent 6;");
  }

  @Test
  void largePiecesKeepTheirPlaceAmongSmallOnes() {
    String large = "x".repeat(5000);
    connection.write(bytes("a"));
    connection.write(bytes(large));
    connection.write(bytes("b"));
    assertThat(socket.received()).isEqualTo("a" + large + "b");
  }

  @Test
  void bytesCountAsSentOnlyOnceTheSocketTookThem() {
    socket.full(true);
    connection.write(bytes("slow"));
    socket.runs();
    assertThat(connection.unsent()).isEqualTo(4);
    assertThat(recorder.log.toString()).isEqualTo("opened;");
    socket.full(false);
    assertThat(connection.unsent()).isZero();
    assertThat(recorder.log.toString()).isEqualTo("opened;sent 4;");
  }

  @Test
  void outputEndsAfterWhatWasWritten() {
    socket.full(true);
    connection.write(bytes("last"));
    connection.endOutput();
    socket.runs();
    assertThat(socket.hasEndedOutput()).isFalse();
    socket.full(false);
    assertThat(socket.hasEndedOutput()).isTrue();
    assertThat(socket.isOpen()).isTrue();
  }

  @Test
  void aClosedConnectionWaitsForItsPeerSoThatTheLastWordsArrive() {
    connection.write(bytes("bye"));
    connection.close();
    assertThat(socket.received()).isEqualTo("bye");
    assertThat(socket.isOpen()).isTrue();
    socket.sends("ignored").ends();
    assertThat(socket.isOpen()).isFalse();
    assertThat(recorder.log.toString()).isEqualTo("opened;sent 3;closed;");
  }

  @Test
  void aClosedConnectionDoesNotWaitForEver() {
    connection.close();
    socket.runs().passes(Duration.ofSeconds(3));
    assertThat(socket.isOpen()).isFalse();
  }

  @Test
  void theNextProtocolGetsWhatTheFirstOneReadAndAnEndThatCameBefore() {
    var next = new Recorder();
    socket.sends("x").ends();
    connection.become(next, bytes("x"));
    assertThat(next.log.toString()).isEqualTo("opened;received x;ended;");
  }

  @Test
  void writesAfterTheEndAreReleased() {
    connection.endOutput();
    ByteBuf late = bytes("late");
    connection.write(late);
    assertThat(late.refCnt()).isZero();
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
  }

  private static final class Recorder implements Protocol {
    private final StringBuilder log = new StringBuilder();

    @Override
    public void opened(Connection connection) {
      log.append("opened;");
    }

    @Override
    public void received(ByteBuf bytes) {
      log.append("received ").append(bytes.toString(StandardCharsets.ISO_8859_1)).append(';');
      bytes.release();
    }

    @Override
    public void inputEnded() {
      log.append("ended;");
    }

    @Override
    public void sent(int bytes) {
      log.append("sent ").append(bytes).append(';');
    }

    @Override
    public void closed(@Nullable Throwable why) {
      log.append("closed;");
    }
  }
}
