package weft.proxy.h1;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weft.testkit.Covers;

/** Requests and responses through server, pool and client, as the two ends see them. */
@SuppressWarnings("StringConcatToTextBlock") // lines of HTTP end with CR LF
class ThroughTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: web\r\n\r\n";
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nDate: then\r\n\r\nhi";

  private final Through through = new Through();

  @AfterEach
  void leaveNothing() {
    through.discard();
    assertThat(through.timers.armed()).isZero();
  }

  @Test
  void linesKeepTheirCaseAndOrder() {
    String head = "GET /a?b=c HTTP/1.1\r\nhOsT: web\r\nX-B: 2\r\nx-a: 1\r\nX-B: 3\r\n\r\n";
    through.asks(head);
    assertThat(through.atServer()).isEqualTo(head);
    String answer = "HTTP/1.1 404 Nope\r\nServer: x\r\ncontent-LENGTH: 2\r\nDate: then\r\n\r\nno";
    through.answers(answer);
    assertThat(through.atClient()).isEqualTo(answer);
  }

  @Test
  void aDateIsAddedOnlyWhereThereIsNone() {
    through.asks(GET).answers("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    assertThat(through.atClient())
        .isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n" + Through.DATE + "\r\n");
  }

  @Test
  @Covers("inbound#68")
  void aBodyOfKnownLengthStaysOne() {
    through.asks("POST / HTTP/1.1\r\nHost: web\r\nContent-Length: 5\r\n\r\nhe").asks("llo");
    assertThat(through.atServer())
        .isEqualTo("POST / HTTP/1.1\r\nHost: web\r\nContent-Length: 5\r\n\r\nhello");
    through.answers(OK);
    assertThat(through.atClient()).isEqualTo(OK);
  }

  @Test
  @Covers("inbound#68")
  void chunkedStaysChunkedInItsPlaceAmongTheLines() {
    through.asks(
        "POST / HTTP/1.1\r\nTransfer-Encoding: Chunked\r\nHost: web\r\n\r\n"
            + "3;x=y\r\nabc\r\n0A\r\n0123456789\r\n0\r\n\r\n");
    assertThat(through.atServer())
        .isEqualTo(
            "POST / HTTP/1.1\r\nTransfer-Encoding: Chunked\r\nHost: web\r\n\r\n"
                + "3\r\nabc\r\na\r\n0123456789\r\n0\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST", "PUT", "DELETE", "HEAD", "PATCH"})
  @Covers("inbound#68")
  void withoutBodyNothingIsSaidOfOne(String method) {
    String head = method + " / HTTP/1.1\r\nHost: web\r\n\r\n";
    assertThat(through.asks(head).atServer()).isEqualTo(head);
  }

  @Test
  @Covers("inbound#68")
  void aLengthOfZeroStays() {
    String head = "POST / HTTP/1.1\r\nHost: web\r\nContent-Length: 0\r\n\r\n";
    assertThat(through.asks(head).atServer()).isEqualTo(head);
    String answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nDate: then\r\n\r\n";
    assertThat(through.answers(answer).atClient()).isEqualTo(answer);
  }

  @Test
  void trailersGoThroughBothWays() {
    through.asks(
        "POST / HTTP/1.1\r\nHost: web\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "1\r\nx\r\n0\r\nX-Sum: 7\r\nContent-Length: 9\r\n\r\n");
    assertThat(through.atServer()).endsWith("1\r\nx\r\n0\r\nX-Sum: 7\r\n\r\n");
    through.answers(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nDate: then\r\n\r\n"
            + "1\r\ny\r\n0\r\nX-Md5: z\r\n\r\n");
    assertThat(through.atClient()).endsWith("1\r\ny\r\n0\r\nX-Md5: z\r\n\r\n");
    through.asks(GET);
    assertThat(through.atServer()).isEqualTo(GET);
  }

  @Test
  @Covers({"inbound#61", "outbound#89"})
  void whatBelongsToOneConnectionIsNotForwarded() {
    through.asks(
        "GET / HTTP/1.1\r\nHost: web\r\nConnection: X-Foo, close\r\nX-FOO: 1\r\n"
            + "Keep-Alive: 5\r\nProxy-Connection: x\r\nY: 2\r\n\r\n");
    assertThat(through.atServer()).isEqualTo("GET / HTTP/1.1\r\nHost: web\r\nY: 2\r\n\r\n");
    through.answers(
        "HTTP/1.1 200 OK\r\nConnection: x-foo\r\nX-Foo: 1\r\nKeep-Alive: 5\r\n"
            + "Proxy-Connection: x\r\nDate: then\r\nContent-Length: 0\r\n\r\n");
    assertThat(through.atClient())
        .isEqualTo(
            "HTTP/1.1 200 OK\r\nDate: then\r\nContent-Length: 0\r\nconnection: close\r\n\r\n");
    assertThat(through.client.hasEndedOutput()).isTrue();
  }

  @Test
  void nobodyNominatesAwayWhereAMessageEndsOrGoes() {
    through.asks(
        "POST / HTTP/1.1\r\nHost: web\r\nConnection: host, content-length, transfer-encoding\r\n"
            + "Content-Length: 1\r\n\r\nx");
    assertThat(through.atServer())
        .isEqualTo("POST / HTTP/1.1\r\nHost: web\r\nContent-Length: 1\r\n\r\nx");
  }

  @Test
  @Covers({"inbound#65", "outbound#88"})
  void upgradingToHttp2IsNotPassedOn() {
    through.asks(
        "GET / HTTP/1.1\r\nHost: web\r\nConnection: upgrade, http2-settings\r\n"
            + "Upgrade: h2c\r\nHTTP2-Settings: AAA\r\n\r\n");
    assertThat(through.atServer()).isEqualTo(GET);
    assertThat(through.answers(OK).atClient()).isEqualTo(OK);
  }

  @Test
  @Covers({"inbound#64", "outbound#87"})
  void anUpgradeBecomesATunnel() {
    String head =
        "GET / HTTP/1.1\r\nHost: web\r\nUpgrade: chatproto\r\nConnection: upgrade\r\n\r\n";
    assertThat(through.asks(head).atServer()).isEqualTo(head);
    String answer =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: chatproto\r\nConnection: upgrade\r\n\r\n";
    assertThat(through.answers(answer + "early").atClient()).isEqualTo(answer + "early");
    assertThat(through.asks("GET hello").atServer()).isEqualTo("GET hello");
    assertThat(through.answers("HTTP?").atClient()).isEqualTo("HTTP?");
  }

  @Test
  void eachHalfOfATunnelEndsForItself() {
    through.asks("CONNECT db:5432 HTTP/1.1\r\nHost: db:5432\r\n\r\n");
    through.answers("HTTP/1.1 200 OK\r\n\r\n");
    through.client.ends();
    assertThat(through.runs().server(0).hasEndedOutput()).isTrue();
    through.server.close();
    assertThat(through.runs().client.hasEndedOutput()).isFalse();
    assertThat(through.answers("rest").atClient()).endsWith("rest");
    through.server(0).ends();
    assertThat(through.runs().client.hasEndedOutput()).isTrue();
    assertThat(through.client.isOpen()).isFalse();
  }

  @Test
  @Covers({"inbound#66", "outbound#90"})
  void connectOpensATunnelWithoutLength() {
    String head = "CONNECT db:5432 HTTP/1.1\r\nHost: db:5432\r\n\r\n";
    assertThat(through.asks(head).atServer()).isEqualTo(head);
    through.answers("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n");
    assertThat(through.atClient()).isEqualTo("HTTP/1.1 200 OK\r\n\r\n");
    assertThat(through.asks("sql").atServer()).isEqualTo("sql");
  }

  @Test
  void aRefusedConnectIsAnOrdinaryAnswer() {
    through.asks("CONNECT db:5432 HTTP/1.1\r\nHost: db:5432\r\n\r\n").atServer();
    String answer = "HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\nDate: then\r\n\r\nno";
    assertThat(through.answers(answer).atClient()).isEqualTo(answer);
    assertThat(through.asks(GET).atServer()).isEqualTo(GET);
  }

  @Test
  void whatFollowsARefusedConnectAtOnceIsNoRequest() {
    through.asks("CONNECT db:5432 HTTP/1.1\r\nHost: db:5432\r\n\r\n" + GET).atServer();
    through.answers("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
    assertThat(through.atClient()).contains("connection: close\r\n");
    assertThat(through.asked).hasSize(1);
    assertThat(through.client.hasEndedOutput()).isTrue();
  }

  @Test
  void anUpgradeWithABodyIsAnOrdinaryRequest() {
    through.asks(
        "POST / HTTP/1.1\r\nHost: web\r\nUpgrade: chatproto\r\nConnection: upgrade\r\n"
            + "Content-Length: 1\r\n\r\nx");
    assertThat(through.atServer())
        .isEqualTo("POST / HTTP/1.1\r\nHost: web\r\nContent-Length: 1\r\n\r\nx");
  }

  @Test
  @Covers({"inbound#69", "outbound#105"})
  void anAnswerToHeadKeepsItsLengthAndHasNoBody() {
    through.asks("HEAD / HTTP/1.1\r\nHost: web\r\n\r\n").atServer();
    String answer = "HTTP/1.1 200 OK\r\nContent-Length: 55\r\nDate: then\r\n\r\n";
    assertThat(through.answers(answer).atClient()).isEqualTo(answer);
    assertThat(through.asks(GET).atServer(0)).isEqualTo(GET);
  }

  @ParameterizedTest
  @ValueSource(strings = {"204 No Content", "304 Not Modified"})
  @Covers({"inbound#69", "outbound#105"})
  void statusesWithoutBodyGetNone(String status) {
    String answer = "HTTP/1.1 " + status + "\r\nETag: x\r\nDate: then\r\n\r\n";
    assertThat(through.asks(GET).answers(answer).atClient()).isEqualTo(answer);
    assertThat(through.asks(GET).atServer(0)).endsWith(GET);
  }

  @Test
  @Covers({"inbound#70", "outbound#106"})
  void aBodyUntilTheEndOfTheConnectionIsChunkedForTheClient() {
    through.asks(GET).answers("HTTP/1.0 200 OK\r\nDate: then\r\n\r\nab").answers("c");
    through.servers.getLast().ends();
    assertThat(through.atClient())
        .isEqualTo(
            "HTTP/1.1 200 OK\r\nDate: then\r\ntransfer-encoding: chunked\r\n\r\n"
                + "2\r\nab\r\n1\r\nc\r\n0\r\n\r\n");
    assertThat(through.client.hasEndedOutput()).isFalse();
  }

  @Test
  @Covers({"inbound#62", "outbound#92"})
  void http10IsAnsweredAsSuchAndItsConnectionsAreNotShared() {
    String head = "GET / HTTP/1.0\r\nHost: web\r\nConnection: keep-alive\r\n\r\n";
    through.asks(head);
    assertThat(through.atServer()).isEqualTo("GET / HTTP/1.0\r\nHost: web\r\n\r\n");
    assertThat(through.answers(OK).atClient())
        .isEqualTo(
            "HTTP/1.0 200 OK\r\nContent-Length: 2\r\nDate: then\r\nconnection: keep-alive\r\n"
                + "\r\nhi");
    through.asks(head);
    assertThat(through.servers).hasSize(2);
  }

  @Test
  void anHttp10ClientGetsAnUnknownLengthUntilTheEnd() {
    through.asks("GET / HTTP/1.0\r\n\r\n");
    assertThat(through.atServer()).isEqualTo("GET / HTTP/1.0\r\n\r\n");
    through.answers("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nDate: then\r\n\r\n");
    through.answers("2\r\nab\r\n0\r\n\r\n");
    assertThat(through.atClient())
        .isEqualTo("HTTP/1.0 200 OK\r\nDate: then\r\nconnection: close\r\n\r\nab");
    assertThat(through.client.hasEndedOutput()).isTrue();
  }

  @Test
  @Covers("inbound#63")
  void absoluteFormAndAnotherHostBothStay() {
    String head = "GET http://a.b:80/x HTTP/1.1\r\nHost: c\r\n\r\n";
    assertThat(through.asks(head).atServer()).isEqualTo(head);
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrderOneAtATime() {
    through.asks(GET + "GET /2 HTTP/1.1\r\nHost: web\r\n\r\n" + GET);
    assertThat(through.atServer()).isEqualTo(GET);
    assertThat(through.client.isReading()).isFalse();
    assertThat(through.answers(OK).atClient()).isEqualTo(OK);
    assertThat(through.atServer()).isEqualTo("GET /2 HTTP/1.1\r\nHost: web\r\n\r\n");
    through.answers(OK);
    assertThat(through.atServer()).isEqualTo(GET);
    assertThat(through.client.isReading()).isTrue();
    assertThat(through.servers).hasSize(1);
  }

  @Test
  void expectationsAreTheServersToMeet() {
    String head =
        "POST / HTTP/1.1\r\nHost: web\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n";
    assertThat(through.asks(head).atServer()).isEqualTo(head);
    assertThat(through.atClient()).isEmpty();
    through.answers("HTTP/1.1 100 Continue\r\n\r\n");
    assertThat(through.atClient()).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
    assertThat(through.asks("x").atServer()).isEqualTo("x");
    assertThat(through.answers(OK).atClient()).isEqualTo(OK);
    assertThat(through.client.hasEndedOutput()).isFalse();
  }

  @Test
  void anUnmetExpectationEndsTheConnectionAsNobodyKnowsWhetherABodyComes() {
    through.asks("POST / HTTP/1.1\r\nHost: w\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n");
    through.answers("HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\nDate: then\r\n\r\n");
    assertThat(through.atClient()).contains("connection: close\r\n");
    assertThat(through.client.hasEndedOutput()).isTrue();
    assertThat(through.server(0).isOpen()).isFalse();
  }

  @Test
  void anEarlyAnswerDoesNotStopTheRequest() {
    through.asks("POST / HTTP/1.1\r\nHost: web\r\nContent-Length: 3\r\n\r\na").atServer();
    assertThat(through.answers(OK).atClient()).isEqualTo(OK);
    assertThat(through.asks("bc" + GET).atServer()).isEqualTo("bc" + GET);
    assertThat(through.servers).hasSize(1);
  }

  @Test
  void aServerThatAnswersEarlyAndClosesIsNotSentTheRest() {
    through.asks("POST / HTTP/1.1\r\nHost: web\r\nContent-Length: 3\r\n\r\na");
    through.answers(
        "HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    assertThat(through.atClient()).startsWith("HTTP/1.1 413 Content Too Large\r\n");
    assertThat(through.server(0).isOpen()).isFalse();
    assertThat(through.asks("bc" + GET).atServer(1)).isEqualTo(GET);
  }

  @Test
  void aClientThatHalfClosesIsStillAnswered() {
    through.asks(GET).client.ends();
    assertThat(through.answers(OK).atClient()).isEqualTo(OK);
    assertThat(through.client.isOpen()).isFalse();
  }

  @Test
  void aClientThatEndsEarlyCancels() {
    through.asks("POST / HTTP/1.1\r\nHost: web\r\nContent-Length: 3\r\n\r\na").client.ends();
    assertThat(through.runs().server(0).isOpen()).isFalse();
    assertThat(through.client.isOpen()).isFalse();
  }

  @Test
  void aClientThatIsGoneCancels() {
    through.asks(GET).client.resets();
    assertThat(through.runs().server(0).isOpen()).isFalse();
  }

  @Test
  void anIdleConnectionClosesAtOnceWhenTold() {
    assertThat(through.asks(GET).answers(OK).atClient()).isEqualTo(OK);
    through.server.close();
    assertThat(through.runs().client.hasEndedOutput()).isTrue();
  }

  @Test
  void anExchangeUnderWayEndsBeforeItsConnectionCloses() {
    through.asks(GET + GET);
    through.server.close();
    assertThat(through.runs().client.hasEndedOutput()).isFalse();
    assertThat(through.answers(OK).atClient()).contains("connection: close\r\n").endsWith("hi");
    assertThat(through.client.hasEndedOutput()).isTrue();
    assertThat(through.asked).hasSize(1);
  }

  @Test
  void aResponseCutShortIsCutShortForTheClient() {
    through.asks(GET).answers("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf").atClient();
    through.server(0).ends();
    assertThat(through.runs().client.hasEndedOutput()).isTrue();
  }

  @Test
  @Covers({"inbound#71", "outbound#94"})
  void eachAuthorityHasConnectionsOfItsOwn() {
    String toA = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    String toB = "GET / HTTP/1.1\r\nHost: b\r\n\r\n";
    through.asks(toA).answers(OK).asks(toB).answers(OK).asks(toA);
    assertThat(through.atServer(0)).isEqualTo(toA + toA);
    assertThat(through.atServer(1)).isEqualTo(toB);
    assertThat(through.servers).hasSize(2);
  }

  @Test
  void connectionsThatDiedIdleAreReplaced() {
    through.asks(GET).answers(OK).atClient();
    through.server(0).ends();
    through.asks(GET);
    assertThat(through.servers).hasSize(2);
    assertThat(through.atServer(1)).isEqualTo(GET);
  }

  @Test
  void aRequestThatDidNotLeaveTakesAnotherConnection() {
    through.asks(GET).answers(OK).atClient();
    through.server(0).received();
    through.server(0).full(true);
    through.asks(GET);
    through.server(0).resets();
    assertThat(through.atServer(1)).isEqualTo(GET);
    assertThat(through.answers(OK).atClient()).isEqualTo(OK);
  }

  @Test
  void aRequestThatLeftFailsWithItsConnection() {
    through.asks(GET).answers(OK).atClient();
    through.asks(GET);
    through.server(0).resets();
    assertThat(through.runs().servers).hasSize(1);
    assertThat(through.client.hasEndedOutput()).isTrue();
  }

  @Test
  void idleConnectionsCloseAfterTheirTimeAndBeyondTheirNumber() {
    for (int i = 0; i < 3; i++) {
      through.asks("GET / HTTP/1.1\r\nHost: h" + i + "\r\n\r\n").answers(OK).atClient();
    }
    assertThat(through.server(2).hasEndedOutput()).isTrue();
    assertThat(through.server(0).hasEndedOutput()).isFalse();
    through.timers.pass(Duration.ofSeconds(3));
    assertThat(through.runs().server(0).hasEndedOutput()).isTrue();
    assertThat(through.server(1).hasEndedOutput()).isTrue();
    assertThat(through.timers.armed()).isZero();
  }

  @Test
  void aServerThatSpeaksUnaskedIsNotAskedAgain() {
    through.asks(GET).answers(OK + "HTTP/1.1 408 Request Timeout\r\n\r\n").atClient();
    assertThat(through.server(0).hasEndedOutput()).isTrue();
    through.asks(GET);
    assertThat(through.servers).hasSize(2);
  }

  @Test
  void nothingIsReadOfABodyBeforeItCanBeSent() {
    through.holdConnects();
    through.asks("POST / HTTP/1.1\r\nHost: web\r\nContent-Length: 6\r\n\r\nabc");
    assertThat(through.client.isReading()).isFalse();
    through.connects();
    assertThat(through.client.isReading()).isTrue();
    assertThat(through.asks("def").atServer()).endsWith("\r\n\r\nabcdef");
  }

  @Test
  void aClientThatGoesAwayEndsTheConnect() {
    through.holdConnects();
    through.asks(GET).client.resets();
    assertThat(through.cancelled).isTrue();
  }

  @Test
  void aRefusedConnectIsTheExchangesFailure() {
    through.failConnects("Connection refused");
    through.asks(GET);
    assertThat(through.client.hasEndedOutput()).isTrue();
  }

  @Test
  void cookiesAreOneLine() {
    through.asks("GET / HTTP/1.1\r\nCookie: a=1\r\nHost: web\r\nCookie: b=2\r\n\r\n");
    assertThat(through.atServer())
        .isEqualTo("GET / HTTP/1.1\r\nCookie: a=1; b=2\r\nHost: web\r\n\r\n");
  }

  @Test
  void aHeadLongerThanScratchMemoryGoesThrough() {
    var head = new StringBuilder("GET / HTTP/1.1\r\nHost: web\r\n");
    for (int i = 0; i < 50; i++) {
      head.append("X-").append(i).append(": ").append("v".repeat(6000)).append("\r\n");
    }
    head.append("X-Long: ").append("v".repeat(70_000)).append("\r\n\r\n");
    assertThat(through.asks(head.toString()).atServer()).isEqualTo(head.toString());
  }
}
