package weft.proxy.h2;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import weft.proxy.http.Header;
import weft.proxy.http.HeaderName;
import weft.proxy.http.Headers;
import weft.proxy.http.RequestHead;
import weft.proxy.http.Reset;
import weft.proxy.http.ResponseHead;
import weft.proxy.http.Version;
import weft.testkit.Covers;

/** The server side, frame by frame. */
final class ServerTest {
  private final Scripted web = new Scripted();
  private Peer client = server(H2Options.DEFAULT);

  private Peer server(H2Options options) {
    return Peer.client(
        new H2Server(web, options, new H2Shared(Budget.UNLIMITED, FaultLog.NONE), "shop"));
  }

  private void serverHas(H2Options options) {
    client.socket.discard();
    client = server(options);
  }

  @AfterEach
  void discard() {
    client.socket.discard();
  }

  @Test
  void aRequestArrivesInItsParts() {
    client.headers(
        1,
        true,
        ":method: GET",
        ":scheme: https",
        ":path: /a?b",
        ":authority: web:80",
        "cookie: a=1",
        "te: trailers",
        "cookie: b=2");
    var head = web.last().head;
    assertThat(head).hasToString("GET web:80/a?b HTTP/2");
    assertThat(head.form()).isEqualTo(RequestHead.Form.ORIGIN);
    assertThat(head.headers()).hasToString("te: trailers\ncookie: a=1; b=2\n");
    assertThat(head.client().identity()).isEqualTo("shop");
    assertThat(web.last().ended).isTrue();
  }

  @Test
  @Covers("outbound#100")
  void aRequestMayHaveNoAuthority() {
    client.headers(1, true, ":method: GET", ":scheme: http", ":path: /");
    assertThat(web.last().head.authority()).isNull();
  }

  @Test
  void aBodyWaitsForCreditAndOpensTheWindowOnlyAsItLeaves() {
    client.post(1).data(1, false, 16_000).data(1, false, 16_000).data(1, false, 16_000);
    var call = web.last();
    assertThat(call.bytes).isZero();
    call.caller.grantRequest(20_000);
    assertThat(call.bytes).isEqualTo(32_000);
    assertThat(client.hears()).isEmpty();
    call.caller.grantRequest(32_000);
    assertThat(call.bytes).isEqualTo(48_000);
    call.caller.grantRequest(16_000);
    assertThat(client.hears()).containsExactly("WINDOW_UPDATE 1 48000");
  }

  @Test
  void moreThanAWindowIsAFault() {
    client.post(1);
    for (int i = 0; i < 5; i++) {
      client.data(1, false, 16_000);
    }
    assertThat(client.hears()).containsExactly("RST_STREAM 1 FLOW_CONTROL_ERROR");
    assertThat(web.last().cancelled).isNotNull();
  }

  @Test
  void theConnectionWindowIsReturnedAtOnceSoThatASlowStreamStopsOnlyItself() {
    serverHas(H2Options.DEFAULT.withWindows(65_535, 65_535));
    client.post(1).data(1, false, 16_000).data(1, false, 16_000).data(1, false, 16_000);
    assertThat(client.hears()).containsExactly("WINDOW_UPDATE 0 48000");
    client.post(3);
    web.last().caller.grantRequest(1000);
    client.data(3, true, "hello");
    assertThat(web.last().body).hasToString("hello");
  }

  @Test
  void aboveTheBudgetTheConnectionWindowWaitsForWhatLeaves() {
    var budget = new CountingBudget(20_000);
    client.socket.discard();
    var options = H2Options.DEFAULT.withWindows(65_535, 65_535);
    client = Peer.client(new H2Server(web, options, new H2Shared(budget, FaultLog.NONE), null));
    client.post(1).data(1, false, 16_000).data(1, false, 16_000).data(1, false, 16_000);
    assertThat(client.hears()).isEmpty();
    web.last().caller.grantRequest(48_000);
    web.last().caller.grantRequest(48_000);
    assertThat(client.hears()).contains("WINDOW_UPDATE 0 48000");
    assertThat(budget.held).isZero();
  }

  private static final class CountingBudget implements Budget {
    private final int limit;
    int held;

    CountingBudget(int limit) {
      this.limit = limit;
    }

    @Override
    public boolean hold(int bytes) {
      held += bytes;
      return held < limit;
    }

    @Override
    public void release(int bytes) {
      held -= bytes;
    }
  }

  @Test
  void requestTrailersComeAfterTheBody() {
    client.post(1).data(1, false, "x").headers(1, true, "grpc-status: 0");
    assertThat(web.last().trailers).isNull();
    web.last().caller.grantRequest(10);
    assertThat(web.last().trailers).hasToString("grpc-status: 0\n");
  }

  @Test
  void paddingIsReturnedAtOnceAndNotPassedOn() {
    client.post(1);
    web.last().caller.grantRequest(10);
    client.frame(Frame.DATA, Frame.PADDED | Frame.END_STREAM, 1, "02 6869 0000");
    assertThat(web.last().body).hasToString("hi");
    assertThat(web.last().ended).isTrue();
  }

  @Test
  void aResponseIsHeadDataTrailers() {
    client.get(1);
    var call = web.last();
    call.caller.interim(ResponseHead.of(Version.HTTP_2, 103, new Headers()));
    call.answers(200, false);
    assertThat(call.credit).isEqualTo(65_536);
    call.says("hello", false);
    call.caller.responseTrailers(Headers.of(Header.of(HeaderName.GRPC_STATUS, "0")));
    assertThat(client.hears())
        .containsExactly("HEADERS 1", "HEADERS 1", "DATA 1 5", "HEADERS 1 last");
  }

  @Test
  void largePiecesAreSplitAndStreamsTakeTurns() {
    serverHas(H2Options.DEFAULT);
    client.get(1).get(3);
    client.socket.full(true);
    web.calls.get(0).answers(200, false);
    web.calls.get(1).answers(200, false);
    client.frame(Frame.WINDOW_UPDATE, 0, 0, "000f0000");
    web.calls.get(0).says("x".repeat(200_000), true);
    web.calls.get(1).says("y".repeat(60_000), true);
    client.socket.full(false);
    var heard = client.hears();
    assertThat(heard).contains("DATA 1 16384", "DATA 3 16384", "DATA 3 10848 last");
    int lastOf3 = heard.indexOf("DATA 3 10848 last");
    client.frame(Frame.WINDOW_UPDATE, 0, 1, "000f0000");
    var rest = client.hears();
    assertThat(rest).last().asString().endsWith("last");
    assertThat(lastOf3).isPositive();
  }

  @Test
  void whatLeftIsGrantedAgainOnceATurn() {
    client.get(1);
    var call = web.last();
    call.answers(200, false);
    client.hears();
    client.socket.full(true);
    call.says("one", false);
    call.says("two", false);
    client.socket.runs();
    assertThat(call.credit).isEqualTo(65_536);
    client.socket.full(false);
    assertThat(call.credit).isEqualTo(65_542);
  }

  @Test
  void aClosedWindowStopsOneStreamAndNotTheOther() {
    client.frame(Frame.SETTINGS, 0, 0, "000400000005").get(1).get(3);
    var slow = web.calls.get(0);
    slow.answers(200, false);
    slow.says("0123456789", true);
    web.calls.get(1).answers(200, false);
    web.calls.get(1).says("abc", true);
    assertThat(client.hears())
        .containsExactly("SETTINGS ack", "HEADERS 1", "DATA 1 5", "HEADERS 3", "DATA 3 3 last");
    client.frame(Frame.WINDOW_UPDATE, 0, 1, "00000005");
    assertThat(client.hears()).containsExactly("DATA 1 5 last");
  }

  @Test
  void aSmallerInitialWindowMakesOpenWindowsNegative() {
    client.get(1);
    web.last().answers(200, false);
    web.last().says("0123456789", false);
    client.frame(Frame.SETTINGS, 0, 0, "000400000000");
    web.last().says("abc", true);
    client.hears();
    client.frame(Frame.WINDOW_UPDATE, 0, 1, "0000000a");
    assertThat(client.hears()).isEmpty();
    client.frame(Frame.WINDOW_UPDATE, 0, 1, "00000003");
    assertThat(client.hears()).containsExactly("DATA 1 3 last");
  }

  @Test
  void aResetOfTheClientCancelsWithItsCode() {
    client.get(1).frame(Frame.RST_STREAM, 0, 1, "00000008");
    assertThat(web.last().cancelled).isEqualTo(new Reset.Remote(8));
    web.last().answers(200, false);
    web.last().says("late", true);
    assertThat(client.hears()).isEmpty();
  }

  @Test
  @Covers("outbound#99")
  void aResetOfTheServerBehindIsPassedOnWithItsCode() {
    client.get(1);
    web.last().caller.fail(new Reset.Remote(11).in("endpoint 10.0.0.1:80"));
    assertThat(client.hears()).containsExactly("RST_STREAM 1 ENHANCE_YOUR_CALM");
  }

  @Test
  void otherFailuresAreInternalErrors() {
    client.get(1);
    web.last().answers(200, false);
    web.last().caller.fail(new Reset.Io("connection reset"));
    assertThat(client.hears()).containsExactly("HEADERS 1", "RST_STREAM 1 INTERNAL_ERROR");
  }

  @Test
  void aWholeResponseBeforeTheEndOfTheRequestAsksForNoMore() {
    client.post(1);
    web.last().answers(200, false);
    web.last().says("enough", true);
    web.last().caller.fail(new Reset.Stop());
    assertThat(client.hears())
        .containsExactly("HEADERS 1", "DATA 1 6 last", "RST_STREAM 1 NO_ERROR");
    client.data(1, true, "ignored");
    assertThat(client.hears()).isEmpty();
  }

  @Test
  void closingWarnsThenNamesTheLastStreamThenWaitsForIt() {
    client.get(1);
    web.last().head.client().close();
    var heard = client.hears();
    assertThat(heard).hasSize(2);
    assertThat(heard.getFirst()).isEqualTo("GOAWAY 2147483647 NO_ERROR closing");
    client.get(3);
    client.frame(Frame.PING, Frame.ACK, 0, "776566742d627965");
    assertThat(client.hears()).containsExactly("GOAWAY 3 NO_ERROR closing");
    client.get(5);
    assertThat(web.calls).hasSize(2);
    web.calls.forEach(call -> call.answers(200, true));
    assertThat(client.hears()).containsExactly("HEADERS 1 last", "HEADERS 3 last");
    assertThat(client.socket.hasEndedOutput()).isTrue();
  }

  @Test
  void aClientThatDoesNotAnswerTheWarningIsToldAfterAWhile() {
    web.calls.clear();
    client.get(1);
    web.last().head.client().close();
    client.hears();
    client.socket.passes(Duration.ofSeconds(1));
    assertThat(client.hears()).containsExactly("GOAWAY 1 NO_ERROR closing");
    web.last().answers(200, true);
  }

  @Test
  void aLostConnectionEndsItsExchanges() {
    client.post(1).data(1, false, "held");
    client.socket.resets();
    assertThat(web.last().cancelled).isInstanceOf(Reset.Io.class);
  }

  @Test
  void aClientThatHasSentEverythingStillGetsItsAnswer() {
    client.get(1);
    client.socket.ends();
    web.last().answers(200, true);
    assertThat(client.hears()).containsExactly("HEADERS 1 last");
    assertThat(client.socket.hasEndedOutput()).isTrue();
  }

  @Test
  void connectOpensATunnel() {
    client.headers(1, false, ":method: CONNECT", ":authority: db:5432").data(1, false, "hello");
    var call = web.last();
    assertThat(call.head.form()).isEqualTo(RequestHead.Form.AUTHORITY);
    assertThat(call.head.asksForTunnel()).isTrue();
    call.caller.grantRequest(100);
    call.answers(200, false);
    call.says("world", true);
    client.data(1, true, "");
    assertThat(call.body).hasToString("hello");
    assertThat(call.ended).isTrue();
    assertThat(client.hears()).containsExactly("HEADERS 1", "DATA 1 5 last");
  }

  @Test
  void aRefusedConnectEndsItsRequest() {
    client.headers(1, false, ":method: CONNECT", ":authority: db:5432");
    web.last().caller.grantRequest(100);
    web.last().answers(404, false);
    assertThat(web.last().ended).isTrue();
    client.data(1, false, "dropped");
    web.last().says("no", true);
    assertThat(client.hears())
        .containsExactly("HEADERS 1", "DATA 1 2 last", "RST_STREAM 1 NO_ERROR");
    client.data(1, true, "dropped as well");
    assertThat(client.hears()).isEmpty();
    assertThat(web.last().cancelled).isNull();
  }

  @Test
  void anExtendedConnectIsTakenWhereItWasAnnounced() {
    serverHas(H2Options.DEFAULT.withExtendedConnect(true));
    client.headers(
        1,
        false,
        ":method: CONNECT",
        ":scheme: http",
        ":path: /chat",
        ":authority: web",
        ":protocol: websocket");
    assertThat(web.last().head.protocol()).hasToString(":protocol: websocket");
  }

  @Test
  void aHeadThatIsTooLargeIsAnsweredAndTheConnectionGoesOn() {
    client.headers(
        1, true, ":method: GET", ":scheme: http", ":path: /", "x: " + "y".repeat(17_000));
    assertThat(client.hears()).isNotEmpty();
  }

  @Test
  void fragmentsOfOneOctetAreReadAsWell() {
    byte[] head = client.block(":method: POST", ":scheme: http", ":path: /");
    byte[] padded = Peer.octets(Frame.DATA, 9, 1, new byte[] {1, 'h', 'i', 0});
    for (byte octet : Peer.octets(Frame.HEADERS, 4, 1, head)) {
      client.raw(new byte[] {octet});
    }
    web.last().caller.grantRequest(10);
    for (byte octet : padded) {
      client.raw(new byte[] {octet});
    }
    assertThat(web.last().body).hasToString("hi");
    assertThat(web.last().ended).isTrue();
  }
}
