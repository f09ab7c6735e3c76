package weft.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.testkit.Covers;

class OrigProtoTest {
  private final TestService http1 = new TestService();
  private final TestService http2 = new TestService();
  private final TestService application = new TestService();
  private final TestCaller caller = new TestCaller();
  private final HttpService upgrade = new OrigProtoUpgrade(http2, http1);
  private final HttpService downgrade = new OrigProtoDowngrade().wrap("", application);

  private void ask(HttpService service, RequestHead head) {
    service.open(head, caller).start(true);
  }

  private static String origProto(Headers headers) {
    return String.valueOf(headers.value(HeaderName.L5D_ORIG_PROTO));
  }

  @Covers({"outbound#95", "outbound#96"})
  @ParameterizedTest
  @CsvSource({
    "HTTP_1_1,ORIGIN,HTTP/1.1",
    "HTTP_1_1,ABSOLUTE,HTTP/1.1; absolute-form",
    "HTTP_1_0,ORIGIN,HTTP/1.0",
    "HTTP_1_0,ABSOLUTE,HTTP/1.0; absolute-form"
  })
  void aRequestIsCarriedAndRestored(Version version, RequestHead.Form form, String carried) {
    RequestHead head =
        Requests.get(
            version,
            TestClient.unmeshed(),
            Requests.line("host", "web"),
            Requests.line("transfer-encoding", "chunked"));
    head.form(form);
    ask(upgrade, head);
    RequestHead sent = http2.last().head;
    assertThat(sent.version()).isEqualTo(Version.HTTP_2);
    assertThat(origProto(sent.headers())).isEqualTo(carried);
    assertThat(sent.headers().contains(HeaderName.TRANSFER_ENCODING)).isFalse();
    assertThat(sent.headers().value(HeaderName.HOST)).isEqualTo("web");

    sent.form(RequestHead.Form.ORIGIN); // as an HTTP/2 server reads it
    ask(downgrade, sent);
    RequestHead restored = application.last().head;
    assertThat(restored.version()).isEqualTo(version);
    assertThat(restored.form()).isEqualTo(form);
    assertThat(restored.origProto()).isTrue();
    assertThat(restored.headers().contains(HeaderName.L5D_ORIG_PROTO)).isFalse();
  }

  @Covers({"inbound#72", "outbound#95"})
  @Test
  void aResponseIsCarriedAndRestored() {
    ask(downgrade, Requests.get(Version.HTTP_2, TestClient.unmeshed(), origProto11()));
    application.last().answers(200, false, Requests.line("transfer-encoding", "chunked"));
    ResponseHead carried = caller.head();
    assertThat(carried.version()).isEqualTo(Version.HTTP_2);
    assertThat(origProto(carried.headers())).isEqualTo("HTTP/1.1");
    assertThat(carried.headers().contains(HeaderName.TRANSFER_ENCODING)).isFalse();

    ask(upgrade, Requests.get());
    http2.last().caller.responseHead(carried, true);
    assertThat(caller.head().version()).isEqualTo(Version.HTTP_1_1);
    assertThat(caller.head().headers().contains(HeaderName.L5D_ORIG_PROTO)).isFalse();
  }

  @Test
  void aResponseThatDoesNotSayItsVersionHasTheRequests() {
    ask(upgrade, Requests.get(Version.HTTP_1_0, TestClient.unmeshed()));
    http2.last().answers(200, true);
    assertThat(caller.head().version()).isEqualTo(Version.HTTP_1_0);
  }

  @Covers("outbound#97")
  @Test
  void anUpgradeRequestGoesByHttp1() {
    RequestHead head = Requests.get(Requests.line("upgrade", "chatproto"));
    head.asksForTunnel(true);
    ask(upgrade, head);
    assertThat(http2.opened).isEmpty();
    assertThat(http1.last().head.headers().contains(HeaderName.L5D_ORIG_PROTO)).isFalse();
  }

  @Covers("outbound#98")
  @Test
  void aResetOfTheStreamIsABadGatewayForTheHttp1Client() {
    var rescue = new Rescue(Informational.EVERYBODY).wrap("", upgrade);
    ask(rescue, Requests.get());
    http2.last().caller.fail(new Reset.Remote(11));
    assertThat(caller.head().status()).isEqualTo(502);
  }

  @Test
  void aRequestOfHttp2IsNotTouched() {
    ask(upgrade, Requests.get(Version.HTTP_2, TestClient.unmeshed()));
    assertThat(http2.last().head.headers().isEmpty()).isTrue();
    ask(downgrade, Requests.get(Version.HTTP_2, TestClient.unmeshed()));
    application.last().answers(200, true);
    assertThat(caller.head().headers().isEmpty()).isTrue();
  }

  @Test
  void anUnknownVersionIsDroppedAndTheRequestStaysHttp2() {
    RequestHead head =
        Requests.get(
            Version.HTTP_2, TestClient.unmeshed(), Requests.line("l5d-orig-proto", "HTTP/3"));
    ask(downgrade, head);
    assertThat(application.last().head.version()).isEqualTo(Version.HTTP_2);
    assertThat(application.last().head.headers().isEmpty()).isTrue();
  }

  private static Header origProto11() {
    return Requests.line("l5d-orig-proto", "HTTP/1.1");
  }
}
