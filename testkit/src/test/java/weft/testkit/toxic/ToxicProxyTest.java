package weft.testkit.toxic;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.testkit.toxic.Direction.TO_CLIENT;
import static weft.testkit.toxic.Direction.TO_SERVER;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.testkit.peer.RawServer;
import weft.testkit.peer.RawSocket;

class ToxicProxyTest {
  private final RawServer server = RawServer.start();
  private final ToxicProxy proxy = ToxicProxy.to(server.port());
  private final RawSocket client = RawSocket.connect(proxy.port());
  private final RawSocket accepted = server.accept();

  /** The server may have accepted before the proxy has noted the link. */
  @BeforeEach
  @Timeout(10)
  void awaitLink() {
    while (proxy.links().isEmpty()) {
      Thread.onSpinWait();
    }
  }

  @AfterEach
  void close() {
    client.close();
    proxy.close();
    server.close();
  }

  @Test
  void bytesAndEndsPassBothWaysAndAreRecorded() {
    client.send("question").halfClose();
    accepted.expect("question").expectEnd().send("answer").halfClose();
    client.expect("answer").expectEnd();
    assertThat(recorded(TO_SERVER)).isEqualTo("question");
    assertThat(recorded(TO_CLIENT)).isEqualTo("answer");
  }

  @Test
  void aResetPassesAsAReset() {
    client.reset();
    accepted.expectReset();
  }

  @Test
  void aStoppedDirectionCarriesNothingUntilItIsGoodAgain() {
    proxy.set(TO_SERVER, Toxic.stop());
    client.send("hello");
    accepted.patience(Duration.ofMillis(50));
    Assertions.assertThatThrownBy(() -> accepted.read(1)).hasMessageContaining("waited too long");
    accepted.send("other way").patience(Duration.ofSeconds(10));
    client.expect("other way");
    proxy.set(TO_SERVER, Toxic.NONE);
    accepted.expect("hello");
  }

  @Test
  void aDelayHoldsEachPieceAndEndsWhenTheNetworkIsGoodAgain() {
    proxy.set(TO_CLIENT, Toxic.delayOf(Duration.ofHours(1)));
    accepted.send("late");
    client.patience(Duration.ofMillis(50));
    Assertions.assertThatThrownBy(() -> client.read(1)).hasMessageContaining("waited too long");
    proxy.set(TO_CLIENT, Toxic.NONE);
    client.patience(Duration.ofSeconds(10)).expect("late");
  }

  @Test
  void bandwidthAndPieceSizeAreArithmetic() {
    assertThat(Toxic.bandwidth(1_000).hold(250)).isEqualTo(Duration.ofMillis(250));
    assertThat(Toxic.delayOf(Duration.ofMillis(3)).hold(250)).isEqualTo(Duration.ofMillis(3));
    assertThat(Toxic.piecesOf(3).piece(10)).isEqualTo(3);
    assertThat(Toxic.NONE.piece(10)).isEqualTo(10);
  }

  @Test
  void piecesAddUpToTheWhole() {
    proxy.set(TO_SERVER, Toxic.piecesOf(1));
    client.send("in single bytes");
    accepted.expect("in single bytes");
  }

  @Test
  void cuttingResetsBothSides() {
    proxy.cut();
    client.expectReset();
    accepted.expectReset();
  }

  @Test
  void oneSideCanBeToldThatTheOtherHasEnded() throws IOException {
    proxy.links().getFirst().halfClose(TO_SERVER);
    accepted.expectEnd().send("still open");
    client.expect("still open");
  }

  @Test
  void aSilentWelcomeAcceptsAndNeverAnswers() {
    proxy.welcome(ToxicProxy.Welcome.SILENCE);
    try (var other = RawSocket.connect(proxy.port()).patience(Duration.ofMillis(50))) {
      other.send("anybody there?");
      Assertions.assertThatThrownBy(() -> other.read(1)).hasMessageContaining("waited too long");
    }
  }

  @Test
  void aServerThatIsGoneShowsAsAReset() {
    server.close();
    try (var other = RawSocket.connect(proxy.port())) {
      other.expectReset();
    }
  }

  private String recorded(Direction way) {
    return new String(proxy.links().getFirst().recording(way).bytes(), StandardCharsets.ISO_8859_1);
  }
}
