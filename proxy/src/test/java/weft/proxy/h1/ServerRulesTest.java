package weft.proxy.h1;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import weft.proxy.http.Caller;
import weft.proxy.http.DateLine;
import weft.proxy.http.Exchange;
import weft.proxy.http.Header;
import weft.proxy.http.HeaderName;
import weft.proxy.http.Headers;
import weft.proxy.http.HttpService;
import weft.proxy.http.RequestHead;
import weft.proxy.http.Reset;
import weft.proxy.http.ResponseHead;
import weft.proxy.http.Version;
import weft.proxy.stack.Readiness;
import weft.proxy.transport.TestSocket;

/** The server against a service that the test plays, rule by rule of the exchange. */
class ServerRulesTest {
  private static final String POST = "POST / HTTP/1.1\r\nHost: web\r\nContent-Length: 6\r\n\r\n";

  private final Service service = new Service();
  private final H1Server server =
      new H1Server(
          new H1Server.Setup(
              new Lines(), Limits.USUAL, new DateLine(() -> Through.NOW), Refusals.UNTOLD),
          service,
          null);
  private final TestSocket client = new TestSocket(server);

  @AfterEach
  void leaveNothing() {
    client.discard();
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
  }

  private static ResponseHead head(int status, Header... headers) {
    return ResponseHead.of(Version.HTTP_1_1, status, Headers.of(headers));
  }

  private Caller caller() {
    return java.util.Objects.requireNonNull(service.caller);
  }

  @Test
  void piecesComeOnlyUnderCreditAndOneMayOverdrawIt() {
    client.sends(POST + "abc");
    assertThat(service.log).hasToString("start;");
    caller().grantRequest(1);
    assertThat(service.log).hasToString("start;abc;");
    client.sends("def");
    assertThat(service.log).hasToString("start;abc;");
    assertThat(client.isReading()).isFalse();
    caller().grantRequest(3);
    assertThat(service.log).hasToString("start;abc;def!;");
  }

  @Test
  void theEndOfAChunkedBodyComesWithItsLastPiece() {
    client.sends("POST / HTTP/1.1\r\nHost: web\r\nTransfer-Encoding: chunked\r\n\r\n");
    caller().grantRequest(9);
    client.sends("3\r\nabc\r\n0\r\n\r\n");
    assertThat(service.log).hasToString("start;abc!;");
  }

  @Test
  void anEndWithoutBytesWaitsForTheFirstGrant() {
    client.sends("POST / HTTP/1.1\r\nHost: web\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    assertThat(service.log).hasToString("start;");
    caller().grantRequest(1);
    assertThat(service.log).hasToString("start;!;");
  }

  @Test
  void theResponseIsGrantedFromItsHeadOnAndAgainWhatHasLeft() {
    client.sends("GET / HTTP/1.1\r\nHost: web\r\n\r\n");
    client.full(true);
    caller().responseHead(head(200), false);
    assertThat(service.log).hasToString("start last;grant 65536;");
    caller().responseData(bytes("x".repeat(1000)), false);
    client.runs();
    assertThat(service.log).hasToString("start last;grant 65536;");
    client.full(false);
    assertThat(service.log).hasToString("start last;grant 65536;grant 1000;");
  }

  @Test
  void tinyChunksAreNotGrantedAgainWhileTheirFramingIsHeld() {
    client.sends("GET / HTTP/1.1\r\nHost: web\r\n\r\n");
    caller().responseHead(head(200), false);
    client.received();
    service.log.setLength(0);
    client.full(true);
    for (int i = 0; i < 100; i++) {
      caller().responseData(bytes("x"), false);
      client.runs();
    }
    assertThat(service.log.toString()).isEmpty();
    client.full(false);
    assertThat(service.granted).isEqualTo(65_536 + 100);
  }

  @Test
  void aKnownEndNeedsALength() {
    client.sends("GET / HTTP/1.1\r\nHost: web\r\n\r\n");
    caller().responseHead(head(200, Header.of(HeaderName.DATE, "then")), true);
    assertThat(client.received())
        .isEqualTo("HTTP/1.1 200 OK\r\ndate: then\r\ncontent-length: 0\r\n\r\n");
  }

  @Test
  void aResponseLongerThanAnnouncedIsCut() {
    client.sends("GET / HTTP/1.1\r\nHost: web\r\n\r\n");
    caller().responseHead(head(200, Header.of(HeaderName.CONTENT_LENGTH, "2")), false);
    caller().responseData(bytes("abc"), true);
    assertThat(client.received()).doesNotContain("a" + "b");
    assertThat(client.hasEndedOutput()).isTrue();
    assertThat(service.log).endsWith("cancel;");
  }

  @Test
  void aResponseShorterThanAnnouncedIsCut() {
    client.sends("GET / HTTP/1.1\r\nHost: web\r\n\r\n");
    caller().responseHead(head(200, Header.of(HeaderName.CONTENT_LENGTH, "2")), false);
    caller().responseData(bytes("a"), true);
    assertThat(client.runs().hasEndedOutput()).isTrue();
  }

  @Test
  void anUnframedResponseThatFailsIsReset() {
    client.sends("GET / HTTP/1.0\r\n\r\n");
    caller().responseHead(head(200), false);
    caller().responseData(bytes("a"), false);
    caller().fail(new Reset.Io("gone"));
    assertThat(client.isOpen()).isFalse();
  }

  @Test
  void aFailureBeforeTheHeadClosesWithoutAnAnswer() {
    client.sends("GET / HTTP/1.1\r\nHost: web\r\n\r\n");
    caller().fail(new Reset.Io("gone"));
    assertThat(client.received()).isEmpty();
    assertThat(client.hasEndedOutput()).isTrue();
  }

  @Test
  void theLittleThatIsLeftOfAnAnsweredRequestIsReadOver() {
    client.sends(POST + "abc");
    caller().responseHead(head(403), true);
    caller().fail(new Reset.Stop());
    client.sends("defGET / HTTP/1.1\r\nHost: web\r\n\r\n");
    assertThat(service.log).hasToString("start;start last;");
  }

  @Test
  void theMuchThatIsLeftIsNot() {
    client.sends("POST / HTTP/1.1\r\nHost: web\r\nContent-Length: 999999\r\n\r\n");
    caller().responseHead(head(403), true);
    caller().fail(new Reset.Stop());
    assertThat(client.runs().hasEndedOutput()).isFalse();
    client.sends("x".repeat(65_536));
    assertThat(client.hasEndedOutput()).isTrue();
  }

  @Test
  void lateCallsAreDropped() {
    client.sends("GET / HTTP/1.1\r\nHost: web\r\n\r\n");
    Caller first = caller();
    first.responseHead(head(200), true);
    client.received();
    client.sends("GET / HTTP/1.1\r\nHost: web\r\n\r\n");
    ByteBuf late = bytes("late");
    first.responseData(late, true);
    first.responseHead(head(500), true);
    first.fail(new Reset.Stop());
    assertThat(late.refCnt()).isZero();
    assertThat(client.received()).isEmpty();
    assertThat(client.hasEndedOutput()).isFalse();
  }

  @Test
  void aLayerThatSaysCloseIsHeard() {
    client.sends("GET / HTTP/1.1\r\nHost: web\r\n\r\n");
    caller().responseHead(head(502, Header.of(HeaderName.CONNECTION, "close")), true);
    assertThat(client.received())
        .isEqualTo(
            "HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\nconnection: close\r\n"
                + Through.DATE
                + "\r\n");
    assertThat(client.hasEndedOutput()).isTrue();
  }

  @Test
  void interimHeadsAreNotForHttp10() {
    client.sends("GET / HTTP/1.0\r\n\r\n");
    caller().interim(head(103));
    assertThat(client.received()).isEmpty();
  }

  private static final class Service implements HttpService, Exchange {
    final StringBuilder log = new StringBuilder();
    int granted;
    @Nullable Caller caller;

    @Override
    public Readiness readiness() {
      return Readiness.ALWAYS;
    }

    @Override
    public Exchange open(RequestHead head, Caller asking) {
      caller = asking;
      return this;
    }

    @Override
    public void start(boolean last) {
      log.append(last ? "start last;" : "start;");
    }

    @Override
    public void requestData(ByteBuf data, boolean last) {
      log.append(data.toString(StandardCharsets.ISO_8859_1)).append(last ? "!;" : ";");
      data.release();
    }

    @Override
    public void requestTrailers(Headers trailers) {
      log.append("trailers;");
    }

    @Override
    public void grantResponse(int bytes) {
      granted += bytes;
      log.append("grant ").append(bytes).append(';');
    }

    @Override
    public void cancel(Reset why) {
      log.append("cancel;");
    }
  }
}
