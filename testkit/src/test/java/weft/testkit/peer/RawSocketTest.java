package weft.testkit.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RawSocketTest {
  private final RawServer server = RawServer.start();
  private RawSocket client;
  private RawSocket accepted;

  @BeforeEach
  void connect() {
    client = RawSocket.connect(server.port());
    accepted = server.accept();
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void whatOneSendsInPiecesTheOtherExpectsWhole() {
    client.sendInPieces("hello".getBytes(StandardCharsets.US_ASCII), 2);
    accepted.expect("hello").send("bye").halfClose();
    client.expect("bye").expectEnd().send("still here");
    accepted.expect("still here");
  }

  @Test
  void theWrongBytesAreShownBesideTheExpectedOnes() {
    client.send("hallo");
    assertThatThrownBy(() -> accepted.expect("hello"))
        .hasMessage("expected: hello\nbut got: hallo");
  }

  @Test
  void silenceAndAnEarlyEndAreFailures() {
    accepted.patience(Duration.ofMillis(20));
    assertThatThrownBy(() -> accepted.read(1)).hasMessageContaining("waited too long");
    client.send("ab").close();
    assertThatThrownBy(() -> accepted.read(3)).hasMessageContaining("the peer closed");
  }

  @Test
  void aResetIsNoOrderlyClose() {
    client.reset();
    accepted.expectReset();
  }

  @Test
  void anOrderlyCloseIsNoReset() {
    client.close();
    assertThatThrownBy(accepted::expectReset).hasMessageContaining("closed in order");
  }

  @Test
  void aServerWithAScriptServesManyAtOnce() {
    try (var upper = RawServer.start().serve(peer -> peer.send(peer.readThrough("\n") + "!"))) {
      try (var one = RawSocket.connect(upper.port());
          var two = RawSocket.connect(upper.port())) {
        two.send("two\n").expect("two\n!").expectEnd();
        one.send("one\n").expect("one\n!").expectEnd();
      }
    }
  }

  @Test
  void aResponseOfKnownLengthLeavesTheNextOneUnread() {
    accepted.send("HTTP/1.1 200 OK\r\nX-Case: A\r\nx-case: b\r\nContent-Length: 2\r\n\r\nhiHTTP");
    var response = RawResponse.read(client);
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.lines()).contains("X-Case: A", "x-case: b");
    assertThat(response.headers("X-CASE")).containsExactly("A", "b");
    assertThat(response.body()).isEqualTo("hi");
    client.expect("HTTP");
  }

  @Test
  void aChunkedResponseHasItsTrailers() {
    accepted.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    accepted.send("2;x=y\r\nhi\r\nA\r\n0123456789\r\n0\r\nsum: 1\r\n\r\n");
    var response = RawResponse.read(client);
    assertThat(response.body()).isEqualTo("hi0123456789");
    assertThat(response.trailers()).containsExactly("sum: 1");
  }

  @Test
  void aResponseWithoutLengthEndsWithTheConnectionAndA204HasNone() {
    accepted.send("HTTP/1.1 204 No Content\r\n\r\nHTTP/1.0 200 OK\r\n\r\nall").close();
    assertThat(RawResponse.read(client).body()).isEmpty();
    assertThat(RawResponse.read(client).body()).isEqualTo("all");
  }
}
