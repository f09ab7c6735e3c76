package weft.proxy.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JoinFileTest {
  private static final String JOIN =
      """
      {
        "control": ["127.0.0.1:8443"],
        "controlName": "linkerd-destination.linkerd.serviceaccount.identity.linkerd.cluster.local",
        "dns": ["127.0.0.1:8053"],
        "trustDomain": "cluster.local",
        "clusterDomain": "cluster.local",
        "namespace": "default",
        "workload": "api-1",
        "identity": "api.default.serviceaccount.identity.linkerd.cluster.local",
        "ips": ["127.0.1.2"],
        "ports": {"http": 9001},
        "inboundPort": 4143,
        "trustAnchors": "PEM\\n",
        "token": "secret"
      }
      """;

  private final Baseline env = new Baseline();

  private Baseline joining(String text) {
    env.mode = Mode.EXPLICIT;
    env.variables.clear();
    env.files.put("/join.json", text);
    return env.withWeft("JOIN_FILE", "/join.json");
  }

  @Test
  void aJoinFileIsEnough() throws Exception {
    Config config = joining(JOIN).parse();
    assertThat(config.notices()).extracting(Notice::level).doesNotContain(Notice.Level.WARN);
    assertThat(config.inbound().listen()).hasToString("/127.0.1.2:4143");
    assertThat(Ip.text(config.outbound().listen().getFirst())).isEqualTo("127.0.1.2:4140");
    assertThat(Ip.text(config.explicit().appHost())).isEqualTo("127.0.1.2");
    assertThat(config.explicit().appPorts())
        .containsExactly(new ExplicitConfig.AppPort("http", 9001));
    assertThat(config.control().workload())
        .isEqualTo("{\"ns\":\"default\",\"external_workload\":\"api-1\"}");
    assertThat(config.dns().search()).first().hasToString("default.svc.cluster.local.");
    assertThat(config.inbound().defaultPolicy()).isEqualTo(DefaultPolicy.ALL_AUTHENTICATED);
    assertThat(config.identity().source()).isInstanceOf(IdentityConfig.Source.Join.class);
    assertThat(config.identity().trustAnchors()).isEqualTo("PEM\n");
  }

  @Test
  void theControlPlaneOfAJoinFileIsDialledWithTlsOnLoopbackToo() throws Exception {
    ControlConfig control = joining(JOIN).parse().control();
    assertThat(control.destination().isPlaintext()).isFalse();
    assertThat(control.destination()).isEqualTo(control.policy());
  }

  @Test
  void variablesWinOverTheJoinFile() throws Exception {
    joining(JOIN).with("INBOUND_LISTEN_ADDR", "127.0.0.1:1").withWeft("APP_PORTS", "");
    assertThat(Ip.text(env.parse().inbound().listen())).isEqualTo("127.0.0.1:1");
    assertThat(env.parse().explicit().appPorts()).isEmpty();
  }

  @Test
  void anInstanceOfAGroupHasItsOwnName() throws Exception {
    String group = JOIN.replace("\"workload\": \"api-1\"", "\"group\": \"workers\"");
    joining(group).variables.put("HOSTNAME", "vm-7");
    assertThat(env.parse().explicit().instance()).isEqualTo("vm-7");
    assertThat(env.parse().control().workload()).contains("\"external_workload\":\"vm-7\"");
    assertThat(requireNonNull(env.parse().join()).isGroup()).isTrue();
  }

  @Test
  void theTokenIsNotShown() throws Exception {
    Config config = joining(JOIN).parse();
    assertThat(config.toString()).doesNotContain("secret\"").contains("(secret)");
    assertThat(requireNonNull(config.join()).token().reveal()).isEqualTo("secret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"127.0.0.1:8443\" | \"127.0.0.1\" | 2:15: control must be IP:PORT or NAME:PORT, found:",
        "4143 | 0 | 12:18: inboundPort must be a port from 1 to 65535, found: 0",
        "4143 | \"x\" | 12:18: inboundPort must be a port from 1 to 65535, found: \"x\"",
        "\"token\": | \"tokne\": | 1:1: the key \"token\" is missing",
        "\"workload\" | \"group\": \"g\", \"workload\" | 1:1: exactly one of workload and group",
        "\"secret\" | \"secret\", \"more\": 1 | 14:30: unknown key \"more\"",
        "\"secret\" | \"secret\", \"token\": 1 | 14:22: the key \"token\" stands twice",
        "\"secret\" | \"secret\", | 15:1: another value is expected after the comma",
        "\"secret\" | secret | 14:12: a value is expected, found: \"s\"",
        "\"secret\" | [1, 2 | 15:1: ',' is expected, found: \"}\"",
        "\"http\": 9001 | \"h,p\": 9001 | 11:20: port name must be a Kubernetes name",
        "\"default\" | \"a\\\"b\" | 7:16: namespace must be a Kubernetes name, found: \"a\\\"b\""
      })
  void aBadFileIsRefusedWithLineAndColumn(String from, String to, String error) {
    var failure = joining(JOIN.replace(from.strip(), to.strip())).failure();
    assertThat(failure).hasMessage("invalid join file");
    assertThat(failure.problems().getFirst()).startsWith("/join.json:" + error.strip());
  }

  @Test
  void aFileThatIsTooDeepOrNotThereIsRefused() {
    assertThat(joining("[".repeat(1000)).failure().problems().getFirst())
        .startsWith("/join.json:1:18: nested deeper than 16");
    env.files.clear();
    assertThat(env.failure().problems().getFirst()).startsWith("Could not read WEFT_JOIN_FILE");
  }
}
