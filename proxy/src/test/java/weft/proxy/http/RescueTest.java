package weft.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import weft.testkit.Covers;

class RescueTest {
  private final TestService inner = new TestService();
  private final TestCaller caller = new TestCaller();
  private final TestClient client = TestClient.unmeshed();

  private void ask(RequestHead head) {
    new Rescue(Informational.EVERYBODY).wrap("", inner).open(head, caller).start(true);
  }

  @Covers({"outbound#49", "inbound#79"})
  @Test
  void aRefusedConnectionIsABadGateway() {
    ask(Requests.get(Version.HTTP_1_1, client));
    inner.last().caller.fail(new Reset.Io("Connection refused").in("endpoint 10.1.2.3:80"));
    assertThat(caller.told).containsExactly("head 502 last");
    assertThat(caller.header("l5d-proxy-error"))
        .isEqualTo("endpoint 10.1.2.3:80: Connection refused");
    assertThat(caller.header("connection")).isEqualTo("close");
    assertThat(client.isClosed()).isTrue();
  }

  @Test
  void aMalformedAnswerIsABadGateway() {
    ask(Requests.get(Version.HTTP_1_1, client));
    inner.last().caller.fail(new Reset.Malformed(1, "http/1 client: two lengths"));
    assertThat(caller.head().status()).isEqualTo(502);
    assertThat(caller.header("l5d-proxy-error")).isEqualTo("http/1 client: two lengths");
  }

  @Covers("inbound#77")
  @Test
  void aConnectTimeoutIsAGatewayTimeout() {
    ask(Requests.get(Version.HTTP_1_1, client));
    inner.last().caller.fail(new Reset.ConnectTimedOut(Duration.ofSeconds(1)));
    assertThat(caller.head().status()).isEqualTo(504);
    assertThat(caller.header("l5d-proxy-error")).isEqualTo("connect timed out after 1s");
  }

  @Test
  void aRequestThatAPeerCarriedIsNotToldToCloseTheConnection() {
    RequestHead head = Requests.get(Version.HTTP_1_1, client);
    head.origProto(true);
    ask(head);
    inner.last().caller.fail(new Reset.Io("Connection refused"));
    assertThat(caller.header("connection")).isNull();
    assertThat(caller.header("l5d-proxy-connection")).isEqualTo("close");
  }

  @Covers("outbound#109")
  @Test
  void aConnectionCutInTheMiddleOfACallEndsItWithTrailers() {
    ask(Requests.grpc(client));
    inner.last().answers(200, false);
    inner.last().caller.fail(new Reset.Io("Connection reset by peer"));
    assertThat(caller.told).containsExactly("head 200", "trailers");
    assertThat(caller.trailers().value(HeaderName.GRPC_STATUS)).isEqualTo("14");
  }

  @Test
  void everythingElseIsPassedOn() {
    ask(Requests.get());
    inner.last().caller.fail(new Reset.Remote(7));
    assertThat(caller.failure()).isEqualTo(new Reset.Remote(7));
  }
}
