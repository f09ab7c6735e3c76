package weft.proxy.h1;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import weft.testkit.Covers;

/** What the server refuses, and how it says so. */
class BadRequestTest {
  private static final Limits LIMITS =
      new Limits(400, 5, 100, 60, 65_536, true, Duration.ofSeconds(30), true);
  private static final String GET = "GET / HTTP/1.1\r\nHost: web\r\n";

  private final Through through = new Through(LIMITS);

  @AfterEach
  void leaveNothing() {
    through.discard();
  }

  private void isRefused(int status, String text) {
    String answer = through.atClient();
    assertThat(answer).startsWith("HTTP/1.1 " + status + " " + Reasons.of("" + status) + "\r\n");
    assertThat(answer).contains("\r\nl5d-proxy-error: http/1 server: " + text + "\r\n");
    assertThat(answer).contains("\r\nconnection: close\r\n").contains("\r\ncontent-length: 0\r\n");
    assertThat(through.refused).containsExactly("http/1 server: " + text);
    assertThat(through.client.hasEndedOutput()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "GET  / HTTP/1.1|request target must be a URI's (RFC 9112, 3.2)",
        "GET /|request line must be method, target and version, one space apart (RFC 9112, 3)",
        "GET / x HTTP/1.1|request target must be a URI's (RFC 9112, 3.2)",
        "GET /#x HTTP/1.1|request target must be a URI's (RFC 9112, 3.2)",
        "GET / HTTP/1.2|version must be HTTP/1.0 or HTTP/1.1 (RFC 9112, 2.3)",
        "GET / http/1.1|version must be HTTP/1.0 or HTTP/1.1 (RFC 9112, 2.3)",
        " GET / HTTP/1.1|request line must be method, target and version, one space apart (RFC"
            + " 9112, 3)",
        "G@T / HTTP/1.1|request line must be method, target and version, one space apart (RFC"
            + " 9112, 3)",
      })
  void aRequestLineThatIsNoneIsRefused(String line, String text) {
    through.asks(line + "\r\nHost: web\r\n\r\n");
    isRefused(400, text + ", got: " + line);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://a@b/", "http:///x", "http://h:x/", "http://[::1/", "http://h:70000/"})
  void anAuthorityThatIsNoneIsRefused(String target) {
    through.asks("GET " + target + " HTTP/1.1\r\nHost: web\r\n\r\n");
    isRefused(400, "authority must be host and optional port (RFC 9110, 4.2), got: " + target);
  }

  @ParameterizedTest
  @ValueSource(strings = {"5, 6", "+5", "0x5", "-1", "", "5 5", "9223372036854775808"})
  void aLengthThatIsNoNumberIsRefused(String length) {
    through.asks("POST / HTTP/1.1\r\nHost: web\r\nContent-Length: " + length + "\r\n\r\n");
    isRefused(400, "content-length must be one number (RFC 9110, 8.6), got: " + length);
    assertThat(through.asked).isEmpty();
  }

  @Test
  void aHeadThatDoesNotComeToItsEndIsRefused() {
    through.asks(GET);
    through.client.passes(Duration.ofSeconds(29));
    assertThat(through.atClient()).isEmpty();
    through.client.passes(Duration.ofSeconds(2));
    isRefused(408, "a head that was not whole within 30000ms (limit)");
  }

  @Test
  void aConnectionWithoutARequestMayWait() {
    through.client.passes(Duration.ofMinutes(10));
    assertThat(through.atClient()).isEmpty();
    assertThat(through.client.isOpen()).isTrue();
  }

  @Test
  void twoLengthsAreRefused() {
    through.asks(GET + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n");
    isRefused(400, "content-length must be one number (RFC 9110, 8.6), got: 5 and 6");
  }

  @Test
  void theSameLengthTwiceIsOne() {
    through.asks(GET + "Content-Length: 1\r\nContent-Length: 1\r\n\r\nx");
    assertThat(through.atServer()).isEqualTo(GET + "Content-Length: 1\r\n\r\nx");
  }

  @Test
  void lengthAndChunkedTogetherAreRefused() {
    through.asks(GET + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n");
    isRefused(400, "content-length and transfer-encoding exclude each other (RFC 9112, 6.3)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "chunked, gzip", "gzip, chunked", "xchunked", "identity", ""})
  void aCodingOtherThanChunkedIsRefused(String coding) {
    through.asks(GET + "Transfer-Encoding: " + coding + "\r\n\r\n");
    isRefused(
        400, "transfer-encoding must be chunked and nothing else (RFC 9112, 6.1), got: " + coding);
  }

  @Test
  void chunkedTwiceIsRefused() {
    through.asks(GET + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n");
    isRefused(
        400, "transfer-encoding must be chunked and nothing else (RFC 9112, 6.1), got: chunked");
  }

  @Test
  void chunkedInHttp10IsRefused() {
    through.asks("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n");
    isRefused(400, "transfer-encoding needs HTTP/1.1 (RFC 9112, 6.1)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "X : 1|no space may stand before the colon (RFC 9112, 5.1)",
        " x: 1|field line must not be folded (RFC 9112, 5.2)",
        "x|field name must be a token (RFC 9110, 5.1)",
        ": x|field name must be a token (RFC 9110, 5.1)",
        "x(: 1|field name must be a token (RFC 9110, 5.1)",
      })
  void aFieldLineThatIsNoneIsRefused(String line, String text) {
    through.asks(GET + line + "\r\n\r\n");
    isRefused(400, text + ", got: " + line);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\u0000b", "a\u0001b", "a\rb", "a\u007fb"})
  void controlBytesAreRefused(String value) {
    through.asks(GET + "X: " + value + "\r\n\r\n");
    isRefused(400, "field value must not hold control bytes (RFC 9110, 5.5), got: X: a?b");
  }

  @Test
  void aLineEndWithoutCarriageReturnIsRefused() {
    through.asks(GET + "X: 1\n\r\n");
    isRefused(400, "lines must end with CR LF (RFC 9112, 2.2), got: X: 1");
  }

  @Test
  void hostIsRequired() {
    through.asks("GET / HTTP/1.1\r\n\r\n");
    isRefused(400, "host is required (RFC 9112, 3.2)");
  }

  @Test
  @Covers("outbound#93")
  void hostIsNotRequiredWhereSomethingStandsInForIt() {
    var other = new Through(Limits.USUAL.requiringHost(false));
    String head = "GET / HTTP/1.1\r\n\r\n";
    String answer = "HTTP/1.1 204 No Content\r\nDate: then\r\n\r\n";
    assertThat(other.asks(head).atServer()).isEqualTo(head);
    assertThat(other.answers(answer).atClient()).isEqualTo(answer);
    other.asks(head);
    assertThat(other.servers).hasSize(2);
    other.discard();
  }

  @Test
  void twoHostsAreRefused() {
    through.asks(GET + "Host: web\r\n\r\n");
    isRefused(400, "host must be one line (RFC 9112, 3.2), got: 2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a/b", "u@h", "h:x", "[::1", "h:80:90"})
  void aHostThatIsNoneIsRefused(String host) {
    through.asks("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
    isRefused(400, "host must be host and optional port (RFC 9110, 7.2), got: " + host);
  }

  @ParameterizedTest
  @ValueSource(strings = {"web", "web:80", "[::1]:80", "[::1]", "", "10.0.0.1:65535", "a_b"})
  void aHostThatIsOneIsNot(String host) {
    through.asks("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
    assertThat(through.asked).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CONNECT /x HTTP/1.1|request target does not fit the method (RFC 9112, 3.2), got: /x",
        "CONNECT / HTTP/1.1|request target does not fit the method (RFC 9112, 3.2), got: /",
        "CONNECT http://t/b HTTP/1.1|request target does not fit the method (RFC 9112, 3.2), got:"
            + " http://t/b",
        "CONNECT http://t HTTP/1.1|request target does not fit the method (RFC 9112, 3.2), got:"
            + " http://t",
        "CONNECT * HTTP/1.1|request target does not fit the method (RFC 9112, 3.2), got: *",
        "CONNECT t HTTP/1.1|target of CONNECT must be host and port (RFC 9112, 3.2.3), got: t",
        "GET test HTTP/1.1|request target must start with / or a scheme (RFC 9112, 3.2), got: test",
        "GET * HTTP/1.1|request target does not fit the method (RFC 9112, 3.2), got: *",
      })
  @Covers({"inbound#67", "outbound#91"})
  void aTargetThatDoesNotFitIsRefusedAndTheConnectionGoesOn(String line, String text) {
    through.asks(line + "\r\nHost: web\r\n\r\n" + GET + "\r\n");
    assertThat(through.atClient())
        .isEqualTo(
            "HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\nl5d-proxy-error: http/1 server: "
                + text
                + "\r\n"
                + Through.DATE
                + "\r\n");
    assertThat(through.asked).hasSize(1);
    assertThat(through.atServer()).isEqualTo(GET + "\r\n");
  }

  @Test
  @Covers({"inbound#67", "outbound#91"})
  void connectNeedsHttp11() {
    through.asks("CONNECT t:80 HTTP/1.0\r\n\r\n");
    isRefused(400, "CONNECT needs HTTP/1.1 (RFC 9110, 9.3.6), got: t:80");
    assertThat(through.asked).isEmpty();
  }

  @Test
  void connectWithContentIsRefused() {
    through.asks("CONNECT t:80 HTTP/1.1\r\nHost: t:80\r\nContent-Length: 1\r\n\r\nx");
    isRefused(400, "CONNECT must not have content (RFC 9110, 9.3.6)");
  }

  @Test
  void aHeadTooLargeIsRefusedBeforeItIsWhole() {
    through.asks(GET + "X: " + "x".repeat(400));
    isRefused(431, "head of more than 400 bytes (limit)");
  }

  @Test
  void tooManyLinesAreRefused() {
    through.asks(GET + "a: 1\r\n".repeat(5));
    isRefused(431, "more than 5 field lines (limit)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " HTTP/1.1\r\nHost: web\r\n\r\n"})
  void aTargetTooLongIsRefused(String rest) {
    through.asks("GET /" + "x".repeat(180) + rest);
    isRefused(414, "request target of more than 100 bytes (limit)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x|chunk size must be hexadecimal digits (RFC 9112, 7.1), got: x",
        "-1|chunk size must be hexadecimal digits (RFC 9112, 7.1), got: -",
        "1 x|chunk size must be hexadecimal digits (RFC 9112, 7.1), got: x",
        "0000000000000001|chunk size must have at most 15 digits (RFC 9112, 7.1)",
      })
  void aChunkSizeThatIsNoneIsRefused(String size, String text) {
    through.asks(GET + "Transfer-Encoding: chunked\r\n\r\n" + size + "\r\n");
    isRefused(400, text);
    assertThat(through.server(0).isOpen()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1\\n|chunk size must be hexadecimal digits (RFC 9112, 7.1), got: ?",
        "1\\rx|chunk size must end with CR LF (RFC 9112, 7.1), got: x",
        "1\\r\\nab|chunk data must end with CR LF (RFC 9112, 7.1), got: b",
        "1\\r\\na\\rb|chunk data must end with CR LF (RFC 9112, 7.1), got: b",
        "1;\\n|chunk extension must not hold control bytes (RFC 9112, 7.1.1), got: ?",
        "1 \\r\\n|chunk size must be hexadecimal digits (RFC 9112, 7.1), got: ?",
      })
  void chunksThatDoNotEndAsTheyShouldAreRefused(String escaped, String text) {
    String chunks = escaped.replace("\\r", "\r").replace("\\n", "\n");
    through.asks(GET + "Transfer-Encoding: chunked\r\n\r\n" + chunks);
    isRefused(400, text);
  }

  @Test
  void chunkExtensionsAreBounded() {
    through.asks(GET + "Transfer-Encoding: chunked\r\n\r\n1;" + "x".repeat(17_000));
    isRefused(400, "chunk extensions of more than 16384 bytes (limit)");
  }

  @Test
  void trailersAreBounded() {
    through.asks(GET + "Transfer-Encoding: chunked\r\n\r\n0\r\nx: " + "x".repeat(60));
    isRefused(431, "trailers of more than 60 bytes (limit)");
  }

  @Test
  void aBrokenBodyCutsAnAnswerUnderWay() {
    through.asks(GET + "Transfer-Encoding: chunked\r\n\r\n");
    through.answers("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n");
    assertThat(through.atClient()).endsWith("1\r\nx\r\n");
    through.asks("x");
    assertThat(through.atClient()).isEmpty();
    assertThat(through.client.hasEndedOutput()).isTrue();
    assertThat(through.server(0).isOpen()).isFalse();
  }

  @Test
  void whoMayNotBeToldIsNot() {
    var silent = new Through(LIMITS.explaining(false));
    silent.asks("GET / HTTP/1.1\r\n\r\n");
    assertThat(silent.atClient())
        .isEqualTo(
            "HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\nconnection: close\r\n"
                + Through.DATE
                + "\r\n");
    silent.discard();
  }

  @Test
  void anEmptyLineBeforeARequestIsForgiven() {
    through.asks("\r\n" + GET + "\r\n");
    assertThat(through.asked).hasSize(1);
  }
}
