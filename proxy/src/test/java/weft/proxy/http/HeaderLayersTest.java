package weft.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.proxy.config.Id;
import weft.testkit.Covers;

/** Layers that read or edit heads only. */
class HeaderLayersTest {
  private final TestService inner = new TestService();
  private final TestCaller caller = new TestCaller();

  private RequestHead through(HttpService service, RequestHead head) {
    service.open(head, caller).start(true);
    return inner.last().head;
  }

  private HttpService normalizing(@Nullable String defaultAuthority) {
    return new NormalizeUri().wrap(() -> defaultAuthority, inner);
  }

  private static String authority(RequestHead head) {
    Header authority = head.authority();
    return authority == null ? "none" : authority.valueText();
  }

  @ParameterizedTest
  @CsvSource({
    "web,web",
    "web:8080,web:8080",
    "[::1]:80,[::1]:80",
    "'',10.0.0.1:80",
    "a b,10.0.0.1:80",
    "a:b,10.0.0.1:80",
    ":80,10.0.0.1:80"
  })
  void theAuthorityIsTheHostIfItIsOneElseTheTargets(String host, String expected) {
    var sent = through(normalizing("10.0.0.1:80"), Requests.get(Requests.line("host", host)));
    assertThat(authority(sent)).isEqualTo(expected);
    assertThat(sent.form()).isEqualTo(RequestHead.Form.ORIGIN);
    assertThat(sent.headers().value(HeaderName.HOST)).isEqualTo(host);
  }

  @Covers("inbound#63")
  @Test
  void anAbsoluteFormKeepsItsAuthorityWhateverTheHostSays() {
    RequestHead head = Requests.get(Requests.line("host", "other"));
    head.authority(Header.of(HeaderName.AUTHORITY, "web"));
    assertThat(authority(through(normalizing("x"), head))).isEqualTo("web");
    assertThat(head.headers().value(HeaderName.HOST)).isEqualTo("other");
  }

  @Covers({"outbound#100", "inbound#75"})
  @Test
  void http2WithoutAuthorityStaysWithout() {
    var sent = through(normalizing("x"), Requests.get(Version.HTTP_2, TestClient.unmeshed()));
    assertThat(sent.authority()).isNull();
  }

  @Test
  void withoutAnyAuthorityTheRequestIsRefused() {
    normalizing(null).open(Requests.get(), caller).start(true);
    assertThat(caller.failure().text()).contains("no authority could be determined");
  }

  @Covers("inbound#60")
  @Test
  void theClientsIdentityIsTheVerifiedOneOrNone() {
    var layer = new ClientIdHeader().wrap("", inner);
    var spoof = Requests.line("l5d-client-id", "spoof");
    assertThat(through(layer, Requests.get(spoof)).headers().isEmpty()).isTrue();
    var meshed = Requests.get(Version.HTTP_1_1, TestClient.meshed("web.mesh"), spoof);
    assertThat(through(layer, meshed).headers().value(HeaderName.L5D_CLIENT_ID))
        .isEqualTo("web.mesh");
  }

  @Covers("outbound#102")
  @Test
  void anEndpointWithAnotherIdentityThanRequiredIsNotAsked() {
    var layer = new RequireIdentity().wrap(() -> Id.parse("a.mesh"), inner);
    layer.open(Requests.get(Requests.line("l5d-require-id", "b.mesh")), caller).start(true);
    assertThat(inner.opened).isEmpty();
    assertThat(caller.failure().text()).isEqualTo("required id b.mesh; found a.mesh");
    var right = through(layer, Requests.get(Requests.line("l5d-require-id", "a.mesh")));
    assertThat(right.headers().isEmpty()).isTrue();
    var noId = through(layer, Requests.get(Requests.line("l5d-require-id", "a b")));
    assertThat(noId.headers().isEmpty()).isTrue();
  }

  @Covers("outbound#101")
  @Test
  void anAuthorityOverrideReplacesWhatWasAskedFor() {
    var layer = new OverrideAuthority().wrap(() -> "gw.x:4143", inner);
    var sent = through(layer, Requests.get(Requests.line("host", "web")));
    assertThat(authority(sent)).isEqualTo("gw.x:4143");
    assertThat(sent.headers().contains(HeaderName.HOST)).isFalse();
  }

  @Covers({"outbound#103", "outbound#104"})
  @ParameterizedTest
  @CsvSource({"true", "false"})
  void whatAPeersProxySaysAboutItselfIsTakenOut(boolean mayClose) {
    var client = TestClient.unmeshed();
    var layer = new ProxyErrorHeaders().wrap(() -> mayClose, inner);
    through(layer, Requests.get(Version.HTTP_1_1, client));
    inner
        .last()
        .answers(
            502,
            true,
            Requests.line("l5d-proxy-error", "x"),
            Requests.line("l5d-proxy-connection", "close"));
    assertThat(caller.header("l5d-proxy-error")).isNull();
    assertThat(caller.header("l5d-proxy-connection")).isNull();
    assertThat(caller.header("connection")).isEqualTo(mayClose ? "close" : null);
    assertThat(client.isClosed()).isEqualTo(mayClose);
  }
}
