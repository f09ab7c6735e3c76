package weft.proxy.h1;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.proxy.http.Header;
import weft.proxy.http.HeaderName;
import weft.proxy.http.Headers;
import weft.proxy.http.RequestHead;
import weft.proxy.http.RequestHead.Form;
import weft.proxy.http.Reset;
import weft.proxy.http.Version;
import weft.proxy.transport.TestSocket;

/** What the client does not take from a server, and why. */
class BadResponseTest {
  private static final String OK = "HTTP/1.1 200 OK\\r\\n";

  private final Asker asker = new Asker();
  private final H1Client client =
      new H1Client(
          new Lines(),
          new Limits(400, 5, 100, 60, 65_536, true, Duration.ofSeconds(30), true),
          new Asker.Nobody());
  private final TestSocket socket = new TestSocket(client);

  @AfterEach
  void leaveNothing() {
    socket.discard();
    asker.release();
  }

  private void asks() {
    var head =
        new RequestHead(
            Version.HTTP_1_1,
            Header.of(HeaderName.METHOD, "GET"),
            null,
            null,
            Header.of(HeaderName.PATH, "/"),
            Form.ORIGIN,
            Headers.of(Header.of(HeaderName.HOST, "web")),
            Asker.CLIENT);
    asker.asks(client.open(head, asker), true);
    socket.runs();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HTTP/2 200 OK\\r\\n|status line must be version, three digits and reason (RFC 9112, 4),"
            + " got: HTTP/2 200 OK",
        "HTTP/1.1 20 OK\\r\\n|status line must be version, three digits and reason (RFC 9112, 4),"
            + " got: HTTP/1.1 20 OK",
        "HTTP/1.1 099\\r\\n|status line must be version, three digits and reason (RFC 9112, 4),"
            + " got: HTTP/1.1 099",
        "HTTP/1.9 200 OK\\r\\n|version must be HTTP/1.0 or HTTP/1.1 (RFC 9112, 2.3), got: HTTP/1.9"
            + " 200 OK",
        "\\r\\n|a status line must come first (RFC 9112, 4)",
        "HTTP/1.1 101 x\\r\\n\\r\\n|101 must answer an upgrade request (RFC 9110, 15.2.2)",
        OK
            + "Content-Length: 1\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n|content-length and"
            + " transfer-encoding exclude each other (RFC 9112, 6.3)",
        OK
            + "Content-Length: 1\\r\\nContent-Length: 2\\r\\n|content-length must be one number (RFC"
            + " 9110, 8.6), got: 1 and 2",
        OK
            + "Transfer-Encoding: gzip\\r\\n|transfer-encoding must be chunked and nothing else (RFC"
            + " 9112, 6.1), got: gzip",
        OK
            + "a: 1\\r\\nb: 1\\r\\nc: 1\\r\\nd: 1\\r\\ne: 1\\r\\nf: 1\\r\\n|more than 5 field lines"
            + " (limit)",
        OK + " folded\\r\\n|field line must not be folded (RFC 9112, 5.2), got:  folded",
        OK
            + "Transfer-Encoding: chunked\\r\\n\\r\\nx|chunk size must be hexadecimal digits (RFC"
            + " 9112, 7.1), got: x",
      })
  void aResponseThatBreaksARuleFailsTheExchangeAndItsConnection(String escaped, String text) {
    asks();
    socket.sends(escaped.replace("\\r", "\r").replace("\\n", "\n"));
    assertThat(asker.failure).isEqualTo(new Reset.Malformed(1, "http/1 client: " + text));
    assertThat(socket.isOpen()).isFalse();
  }

  @Test
  void interimHeadsWithoutEndAreNotTaken() {
    asks();
    socket.sends("HTTP/1.1 103 Early Hints\r\n\r\n".repeat(33));
    assertThat(asker.failure)
        .isEqualTo(new Reset.Malformed(1, "http/1 client: more than 32 interim responses (limit)"));
  }

  @Test
  void anEndBeforeTheResponseIsAFailure() {
    asks();
    socket.ends();
    assertThat(asker.failure)
        .isEqualTo(new Reset.Io("connection closed by peer before the response"));
    assertThat(socket.isOpen()).isFalse();
  }

  @Test
  void anEndWithinTheResponseIsAFailure() {
    asks();
    socket.sends("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf").ends();
    assertThat(asker.body()).isEqualTo("half");
    assertThat(asker.failure)
        .isEqualTo(
            new Reset.Malformed(2, "connection closed by peer before the response was whole"));
  }

  @Test
  void aResetIsAFailureInItsOwnWords() {
    asks();
    socket.resets();
    assertThat(asker.failure).isEqualTo(new Reset.Io("Connection reset by peer"));
  }

  @Test
  void anExchangeOnAConnectionThatIsGoneFails() {
    socket.ends();
    asks();
    assertThat(asker.failure).isEqualTo(new Reset.Io("connection closed by peer"));
  }
}
