package weft.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.proxy.http.Requests.piece;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.proxy.transport.Connection;
import weft.proxy.transport.Protocol;
import weft.proxy.transport.TestSocket;

class TunnelConnectionTest {
  private static final Reset GONE = new Reset.Io("client closed its connection");

  private final Noting inside = new Noting();
  private final TestSocket clock = new TestSocket(new Noting());
  private final TestCaller caller = new TestCaller();
  private final TunnelConnection tunnel =
      new TunnelConnection(
          clock.loop(),
          Requests.get(),
          InetSocketAddress.createUnresolved("api", 80),
          caller,
          inside);

  @BeforeEach
  void start() {
    tunnel.start(false);
  }

  @AfterEach
  void leaveNothing() {
    tunnel.cancel(GONE);
    clock.discard();
  }

  private List<String> told() {
    clock.runs();
    var told = List.copyOf(caller.told);
    caller.told.clear();
    return told;
  }

  private List<String> heard() {
    clock.runs();
    var heard = List.copyOf(inside.heard);
    inside.heard.clear();
    return heard;
  }

  @Test
  void acceptsThenGrantsAWindow() {
    assertThat(told()).containsExactly("head 200", "grant " + TunnelConnection.WINDOW);
    assertThat(heard()).containsExactly("opened");
  }

  @Test
  void whatIsTakenIsGrantedAgain() {
    told();
    tunnel.requestData(piece("hello"), false);
    assertThat(heard()).containsExactly("opened", "hello");
    assertThat(told()).containsExactly("grant 5");
  }

  @Test
  void whatIsNotReadIsHeldAndNotGranted() {
    told();
    tunnel.reading(false);
    tunnel.requestData(piece("one"), false);
    tunnel.requestData(piece("two"), true);
    assertThat(heard()).containsExactly("opened");
    assertThat(told()).isEmpty();
    tunnel.reading(true);
    assertThat(heard()).containsExactly("one", "two", "input ended");
  }

  @Test
  void whatIsWrittenWaitsForCredit() {
    told();
    tunnel.write(piece("hello"));
    assertThat(told()).isEmpty();
    assertThat(tunnel.unsent()).isEqualTo(5);
    tunnel.grantResponse(1);
    assertThat(told()).containsExactly("data hello");
    assertThat(heard()).containsExactly("opened", "sent 5");
    tunnel.write(piece("more"));
    assertThat(told()).isEmpty();
    tunnel.grantResponse(5);
    assertThat(told()).containsExactly("data more");
  }

  @Test
  void smallWritesOfATurnAreOnePiece() {
    tunnel.grantResponse(100);
    told();
    tunnel.output(1).writeByte('a');
    tunnel.write(piece("b"));
    tunnel.write(piece("c"));
    assertThat(told()).containsExactly("data abc");
  }

  @Test
  void eachDirectionEndsByItself() {
    tunnel.grantResponse(100);
    told();
    tunnel.write(piece("bye"));
    tunnel.endOutput();
    assertThat(told()).containsExactly("data bye", "data  last");
    tunnel.requestData(piece("late"), false);
    assertThat(heard()).containsExactly("opened", "sent 3", "late");
    tunnel.requestData(piece(""), true);
    assertThat(heard()).containsExactly("input ended", "closed");
    assertThat(tunnel.isOpen()).isFalse();
  }

  @Test
  void closingSendsWhatWasWrittenAndWantsNoMore() {
    tunnel.grantResponse(100);
    told();
    tunnel.write(piece("bye"));
    tunnel.close();
    assertThat(told()).containsExactly("data bye", "data  last", "fail no more wanted");
    assertThat(heard()).containsExactly("opened", "sent 3", "closed");
  }

  @Test
  void closingDoesNotWaitForeverForCredit() {
    told();
    tunnel.write(piece("bye"));
    tunnel.close();
    assertThat(told()).isEmpty();
    clock.passes(Duration.ofSeconds(2));
    assertThat(caller.failure()).isEqualTo(new Reset.Remote(0xa));
    assertThat(heard()).containsExactly("opened", "closed");
  }

  @Test
  void anAbortIsAConnectError() {
    told();
    tunnel.write(piece("lost"));
    tunnel.abort();
    assertThat(told()).hasSize(1);
    assertThat(caller.failure()).isEqualTo(new Reset.Remote(0xa));
    assertThat(heard()).containsExactly("opened", "closed");
    assertThat(tunnel.unsent()).isZero();
  }

  @Test
  void aClientThatIsGoneIsAClosedConnection() {
    told();
    tunnel.reading(false);
    tunnel.requestData(piece("held"), false);
    tunnel.cancel(GONE);
    assertThat(heard()).containsExactly("opened", "closed client closed its connection");
    assertThat(told()).isEmpty();
  }

  @Test
  void theNextProtocolGetsWhatTheFirstDidNotConsumeAndTheEnd() {
    var next = new Noting();
    inside.becomes = next;
    tunnel.reading(false);
    tunnel.requestData(piece("first"), false);
    tunnel.requestData(piece("second"), true);
    tunnel.reading(true);
    assertThat(inside.heard).containsExactly("opened");
    assertThat(next.heard).containsExactly("opened", "first", "second", "input ended");
  }

  private static final class Noting implements Protocol {
    private final List<String> heard = new ArrayList<>();
    private @Nullable Protocol becomes;
    private @Nullable Connection connection;

    @Override
    public void opened(Connection opened) {
      connection = opened;
      heard.add("opened");
    }

    @Override
    public void received(ByteBuf bytes) {
      if (becomes != null) {
        Objects.requireNonNull(connection).become(becomes, bytes);
        return;
      }
      heard.add(bytes.toString(StandardCharsets.US_ASCII));
      bytes.release();
    }

    @Override
    public void inputEnded() {
      heard.add("input ended");
    }

    @Override
    public void sent(int bytes) {
      heard.add("sent " + bytes);
    }

    @Override
    public void closed(@Nullable Throwable why) {
      heard.add(why == null ? "closed" : "closed " + why.getMessage());
    }
  }
}
