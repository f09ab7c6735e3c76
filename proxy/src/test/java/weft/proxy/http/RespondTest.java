package weft.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import weft.testkit.Covers;

class RespondTest {
  private static final Reset FAIL_FAST =
      new Refusal(Refusal.Kind.FAIL_FAST, "service in fail-fast").reset().in("backend b");

  private final TestService inner = new TestService();
  private final TestCaller caller = new TestCaller();
  private final List<String> counted = new ArrayList<>();
  private final TestClient client = TestClient.unmeshed();

  private Exchange ask(Informational informational, RequestHead head) {
    var respond = new Respond(informational, (c, request, path, why) -> counted.add(why.label()));
    var exchange = respond.wrap("", inner).open(head, caller);
    exchange.start(true);
    return exchange;
  }

  private Exchange ask(RequestHead head) {
    return ask(Informational.EVERYBODY, head);
  }

  private RequestHead get(Version version) {
    return Requests.get(version, client);
  }

  @Test
  void aRefusalIsAnsweredWithItsStatusAndTextAndClosesTheConnection() {
    ask(get(Version.HTTP_1_1));
    inner.last().caller.fail(FAIL_FAST);
    assertThat(caller.told).containsExactly("head 504 last");
    assertThat(caller.header("content-length")).isEqualTo("0");
    assertThat(caller.header("l5d-proxy-error")).isEqualTo("backend b: service in fail-fast");
    assertThat(caller.header("connection")).isEqualTo("close");
    assertThat(caller.header("l5d-proxy-connection")).isEqualTo("close");
    assertThat(client.isClosed()).isTrue();
    assertThat(counted).containsExactly("failfast");
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_0", "HTTP_2"})
  void onlyVersion11IsToldByItsConnectionField(Version version) {
    ask(get(version));
    inner.last().caller.fail(FAIL_FAST);
    assertThat(caller.head().version()).isEqualTo(version);
    assertThat(caller.header("connection")).isNull();
    assertThat(client.isClosed()).isTrue();
  }

  @Covers("outbound#107")
  @Test
  void withoutInformationalHeadersNothingIsExplained() {
    ask(Informational.NOBODY, get(Version.HTTP_1_1));
    inner.last().caller.fail(FAIL_FAST);
    assertThat(caller.head().status()).isEqualTo(504);
    assertThat(caller.header("l5d-proxy-error")).isNull();
    assertThat(caller.header("l5d-proxy-connection")).isNull();
    assertThat(client.isClosed()).isTrue();
  }

  @Test
  void theInboundSideExplainsToMeshedClientsOnly() {
    ask(Informational.MESHED, get(Version.HTTP_2));
    inner.last().caller.fail(FAIL_FAST);
    assertThat(caller.header("l5d-proxy-error")).isNull();
    ask(Informational.MESHED, Requests.get(Version.HTTP_2, TestClient.meshed("web.mesh")));
    inner.last().caller.fail(FAIL_FAST);
    assertThat(caller.header("l5d-proxy-error")).contains("fail-fast");
  }

  @Covers("inbound#80")
  @Test
  void aRefusalByPolicyLeavesTheConnectionOpen() {
    ask(get(Version.HTTP_1_1));
    inner.last().caller.fail(new Refusal(Refusal.Kind.UNAUTHORIZED, "unauthorized").reset());
    assertThat(caller.head().status()).isEqualTo(403);
    assertThat(caller.header("connection")).isNull();
    assertThat(caller.header("l5d-proxy-connection")).isNull();
    assertThat(client.isClosed()).isFalse();
  }

  @Covers("outbound#108")
  @Test
  void aCallOfGrpcIsAnsweredInItsTerms() {
    ask(Requests.grpc(client));
    inner.last().caller.fail(FAIL_FAST);
    assertThat(caller.told).containsExactly("head 200 last");
    assertThat(caller.header("content-type")).isEqualTo("application/grpc");
    assertThat(caller.header("grpc-status")).isEqualTo("4");
    assertThat(caller.header("grpc-message")).contains("service in fail-fast");
    assertThat(client.isClosed()).isTrue();
  }

  @Covers({"outbound#99", "inbound#74"})
  @Test
  void aResetByThePeerIsPassedOn() {
    ask(get(Version.HTTP_2));
    inner.last().caller.fail(new Reset.Remote(11));
    assertThat(caller.failure()).isEqualTo(new Reset.Remote(11));
    assertThat(counted).containsExactly("unexpected");
  }

  @Test
  void whatIsNotExpectedIsAnInternalError() {
    ask(get(Version.HTTP_1_1));
    inner.last().caller.fail(new Reset.Malformed(1, "truncated"));
    assertThat(caller.head().status()).isEqualTo(500);
    assertThat(caller.header("l5d-proxy-error")).startsWith("unexpected error");
    assertThat(client.isClosed()).isTrue();
  }

  @Test
  void aTimeoutBeforeTheHeadKeepsTheConnection() {
    ask(get(Version.HTTP_1_1));
    inner.last().caller.fail(new Reset.TimedOut("request timeout", Duration.ofSeconds(1)));
    assertThat(caller.head().status()).isEqualTo(504);
    assertThat(client.isClosed()).isFalse();
  }

  @Test
  void aMessageThatNoFieldMayHoldIsReplaced() {
    ask(get(Version.HTTP_1_1));
    inner.last().caller.fail(new Refusal(Refusal.Kind.NO_ROUTE, "no\nroute").reset());
    assertThat(caller.header("l5d-proxy-error")).isEqualTo("unexpected error");
  }

  @Covers("inbound#82")
  @Test
  void aBrokenBodyOfGrpcEndsWithTrailers() {
    ask(Requests.grpc(client));
    inner.last().answers(200, false);
    inner.last().caller.responseData(Requests.piece("a"), false);
    inner.last().caller.fail(new Reset.Malformed(1, "truncated"));
    assertThat(caller.told).containsExactly("head 200", "data a", "trailers");
    assertThat(caller.trailers().value(HeaderName.GRPC_STATUS)).isEqualTo("13");
    assertThat(caller.trailers().contains(HeaderName.GRPC_MESSAGE)).isTrue();
    assertThat(counted).isEmpty();
  }

  @Test
  void anyOtherBrokenBodyIsCut() {
    ask(get(Version.HTTP_1_1));
    inner.last().answers(200, false);
    inner.last().caller.fail(new Reset.Io("cut"));
    assertThat(caller.told).containsExactly("head 200", "fail cut");
  }

  @Test
  void anAnswerBeforeTheRequestEndedSaysToSendNoMore() {
    var exchange = new Respond(Informational.EVERYBODY, Failures.NONE).wrap("", inner);
    var asked = exchange.open(get(Version.HTTP_2), caller);
    asked.start(false);
    inner.last().caller.fail(FAIL_FAST);
    assertThat(caller.told).containsExactly("head 504 last", "fail no more wanted");
    asked.requestData(Requests.piece("late"), true);
    assertThat(inner.last().told).containsExactly("start");
  }

  @Test
  void aClientThatGoesAwayInsideTheAnswerHearsNoMore() {
    var told = new ArrayList<String>();
    var leaving = new Leaving(told);
    leaving.exchange =
        new Respond(Informational.EVERYBODY, Failures.NONE)
            .wrap("", inner)
            .open(get(Version.HTTP_2), leaving);
    leaving.exchange.start(false);
    inner.last().caller.fail(FAIL_FAST);
    assertThat(told).containsExactly("head");
  }

  /** Cancels as soon as it sees a head. */
  private static final class Leaving extends Relay {
    private final List<String> told;
    private Exchange exchange = Exchange.NONE;

    Leaving(List<String> told) {
      super(new TestCaller());
      this.told = told;
    }

    @Override
    public void responseHead(ResponseHead head, boolean last) {
      told.add("head");
      exchange.cancel(new Reset.Remote(8));
    }

    @Override
    public void fail(Reset why) {
      told.add("fail");
    }
  }
}
