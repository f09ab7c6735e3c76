package weft.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import weft.testkit.Covers;

class IdentityConfigTest {
  private final Baseline env = new Baseline();

  @Covers("config#C43")
  @Test
  void anchorsMustNotBeEmpty() {
    assertThat(env.with("IDENTITY_TRUST_ANCHORS", "").failure().problems().getFirst())
        .contains("InvalidTrustAnchors");
    assertThat(env.without("IDENTITY_TRUST_ANCHORS").failure().problems())
        .containsExactly("LINKERD2_PROXY_IDENTITY_TRUST_ANCHORS must be set.");
  }

  @Covers({"config#C45", "config#C46"})
  @Test
  void identityCannotBeSwitchedOff() throws Exception {
    assertThat(env.with("IDENTITY_DISABLED", "").parse()).isNotNull();
    assertThat(env.with("IDENTITY_DISABLED", "1").failure().problems())
        .containsExactly(
            "LINKERD2_PROXY_IDENTITY_DISABLED is no longer supported. Identity is must be"
                + " enabled.");
  }

  @Covers("config#C47")
  @Test
  void idAndServerNameMustBeTheSame() {
    env.without("IDENTITY_LOCAL_NAME").with("IDENTITY_SERVER_ID", "a.b");
    assertThat(env.with("IDENTITY_SERVER_NAME", "c.d").failure())
        .hasMessage("linkerd identity requires a TLS Id and server name to be the same");
  }

  @Test
  void theLocalNameWinsOverTheOthers() throws Exception {
    env.with("IDENTITY_LOCAL_NAME", "a.b").with("IDENTITY_SERVER_NAME", "not valid");
    assertThat(env.parse().identity().serverName()).isEqualTo(new DnsName("a.b"));
    assertThat(env.parse().identity().id()).isEqualTo(new Id.Dns(new DnsName("a.b")));
  }

  @Covers("config#C48")
  @Test
  void theLocalNameHasNoTrailingDot() {
    assertThat(env.with("IDENTITY_LOCAL_NAME", "foo.bar.").failure().problems().getFirst())
        .contains("NameError");
  }

  @Covers("config#C49")
  @Test
  void documentsMustNotBeEmpty() {
    env.files.put("/id/key.p8", "");
    assertThat(env.failure().problems().getFirst()).startsWith("Failed to read identity documents");
  }

  @Covers("config#C50")
  @Test
  void theTokenMustBeThere() {
    env.files.remove("/token");
    assertThat(env.failure().problems())
        .anySatisfy(line -> assertThat(line).startsWith("Could not read LINKERD2_PROXY_IDENTITY"))
        .anySatisfy(line -> assertThat(line).contains("InvalidTokenSource"));
  }

  private Baseline spire(String id) {
    env.without("IDENTITY_LOCAL_NAME", "IDENTITY_SVC_ADDR", "IDENTITY_SVC_NAME");
    env.without("IDENTITY_DIR", "IDENTITY_TOKEN_FILE");
    env.with("IDENTITY_SERVER_ID", id).with("IDENTITY_SERVER_NAME", "web.example");
    return env.with("IDENTITY_SPIRE_WORKLOAD_API_ADDRESS", "unix:/run/agent.sock");
  }

  @Test
  void spireNeedsOnlySocketIdAndName() throws Exception {
    assertThat(spire("SPIFFE://td/w").parse().identity().source())
        .isEqualTo(
            new IdentityConfig.Source.Spire(
                "/run/agent.sock",
                new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), 0.1)));
  }

  @Covers("config#C53")
  @Test
  void spireNeedsASpiffeId() {
    assertThat(spire("web.example").failure().problems())
        .containsExactly("Spire support requires a SPIFFE TLS Id");
  }

  @Test
  void theOldNameOfTheSocketIsDeprecated() throws Exception {
    spire("spiffe://td/w").without("IDENTITY_SPIRE_WORKLOAD_API_ADDRESS");
    Config config = env.with("IDENTITY_SPIRE_SOCKET", "/s").parse();
    assertThat(config.identity().source()).isInstanceOf(IdentityConfig.Source.Spire.class);
    assertThat(config.notices().getFirst().text())
        .isEqualTo(
            "LINKERD2_PROXY_IDENTITY_SPIRE_SOCKET has been deprecated; use"
                + " LINKERD2_PROXY_IDENTITY_SPIRE_WORKLOAD_API_ADDRESS");
  }
}
