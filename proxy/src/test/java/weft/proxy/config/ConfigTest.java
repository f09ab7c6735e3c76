package weft.proxy.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import weft.testkit.Covers;

class ConfigTest {
  private final Baseline env = new Baseline();

  private static InetSocketAddress at(String text) throws BadValue {
    return Addresses.socket(text);
  }

  @Test
  void theInjectedEnvironmentIsTaken() throws Exception {
    Config config = env.parse();
    assertThat(config.inbound().listen()).isEqualTo(at("0.0.0.0:4143"));
    assertThat(config.admin().listen()).isEqualTo(at("0.0.0.0:4191"));
    assertThat(config.mode()).isEqualTo(Mode.TRANSPARENT);
    assertThat(config.routing()).isEqualTo(Routing.ADDRESS);
    assertThat(config.inbound().backoff())
        .isEqualTo(new Backoff(Duration.ofMillis(100), Duration.ofSeconds(10), 0.1));
    assertThat(config.identity().source()).isInstanceOf(IdentityConfig.Source.Files.class);
    assertThat(config.control().policy().isPlaintext()).isFalse();
    assertThat(config.notices()).isEmpty();
  }

  @Covers({"config#C2", "config#C3"})
  @ParameterizedTest
  @CsvSource({
    "DESTINATION, no destination service configured",
    "POLICY, no policy service configured"
  })
  void aServiceMustBeConfigured(String service, String reason) {
    assertThat(env.without(service + "_SVC_ADDR", service + "_SVC_NAME").failure())
        .hasMessage(reason);
  }

  @Covers("config#C4")
  @Test
  void theWorkloadMustBeSet() {
    var failure = env.without("POLICY_WORKLOAD").failure();
    assertThat(failure).hasMessage("invalid environment variable");
    assertThat(failure.problems())
        .containsExactly(
            "LINKERD2_PROXY_POLICY_WORKLOAD must be set with LINKERD2_PROXY_POLICY_SVC_ADDR");
  }

  @Test
  void theWorkloadMayBeEmpty() throws Exception {
    assertThat(env.with("POLICY_WORKLOAD", "").parse().control().workload()).isEmpty();
  }

  @Covers("config#C6")
  @Test
  void addressAndNameOfAServiceBelongTogether() {
    assertThat(env.without("DESTINATION_SVC_NAME").failure().problems())
        .containsExactly(
            "LINKERD2_PROXY_DESTINATION_SVC_ADDR and LINKERD2_PROXY_DESTINATION_SVC_NAME must be"
                + " specified together");
  }

  @Test
  void aLoopbackServiceNeedsNoNameAndIsPlaintext() throws Exception {
    env.with("DESTINATION_SVC_ADDR", "localhost.:8086").without("DESTINATION_SVC_NAME");
    assertThat(env.parse().control().destination().isPlaintext()).isTrue();
    env.with("DESTINATION_SVC_ADDR", "127.0.0.2:8086");
    env.with("DESTINATION_SVC_NAME", "not_checked.example");
    assertThat(env.parse().control().destination().isPlaintext()).isTrue();
  }

  @Covers("config#C8")
  @Test
  void localhostWithoutDotIsNoLoopback() {
    env.with("DESTINATION_SVC_ADDR", "localhost:8086").without("DESTINATION_SVC_NAME");
    assertThat(env.failure()).hasMessage("invalid environment variable");
  }

  @Covers("config#C10")
  @Test
  void aListenAddressMustBeAnIp() {
    assertThat(env.with("INBOUND_LISTEN_ADDR", "localhost:4143").failure().problems())
        .containsExactly(
            "LINKERD2_PROXY_INBOUND_LISTEN_ADDR=\"localhost:4143\" is not valid:"
                + " HostIsNotAnIpAddress (accepted: IP:PORT or [IPV6]:PORT)");
  }

  @Test
  void listenersMayBeV6OrTwo() throws Exception {
    env.with("INBOUND_LISTEN_ADDR", "[::]:4143");
    env.with("OUTBOUND_LISTEN_ADDRS", "127.0.0.1:4140,[::1]:4140");
    assertThat(env.parse().inbound().listen()).isEqualTo(at("[::]:4143"));
    assertThat(env.parse().outbound().listen())
        .containsExactly(at("127.0.0.1:4140"), at("[::1]:4140"));
  }

  @Covers("config#C13")
  @Test
  void threeOutboundAddressesAreTooMany() {
    env.with("OUTBOUND_LISTEN_ADDRS", "127.0.0.1:1,127.0.0.1:2,127.0.0.1:3");
    assertThat(env.failure().problems().getFirst()).contains("TooManyAddrs");
  }

  @Test
  void theOldOutboundAddressCountsOnlyWithoutTheList() throws Exception {
    assertThat(env.parse().outbound().listen()).containsExactly(at("127.0.0.1:4140"));
    env.with("OUTBOUND_LISTEN_ADDR", "127.0.0.1:5140");
    assertThat(env.parse().outbound().listen()).containsExactly(at("127.0.0.1:5140"));
    env.with("OUTBOUND_LISTEN_ADDRS", "127.0.0.1:4140").with("OUTBOUND_LISTEN_ADDR", "garbage");
    assertThat(env.parse().outbound().listen()).containsExactly(at("127.0.0.1:4140"));
    assertThat(env.parse().notices()).extracting(Notice::level).containsExactly(Notice.Level.ERROR);
  }

  @Covers("config#C17")
  @ParameterizedTest
  @ValueSource(strings = {"1.5s", "100 ms", "100", "1S", "", "s", "99999999999999999999s"})
  void whatIsNoDurationIsRefused(String text) {
    assertThat(env.with("INBOUND_CONNECT_TIMEOUT", text).failure().problems().getFirst())
        .contains("NotADuration");
  }

  @Covers({"config#C18", "config#C19"})
  @ParameterizedTest
  @CsvSource({"' 100ms ', 100", "0, 0", "2m, 120000", "365d, 31536000000", "36501d, 3153600000000"})
  void aDurationIsANumberAndAUnit(String text, long millis) throws Exception {
    assertThat(env.with("INBOUND_CONNECT_TIMEOUT", text).parse().inbound().connectTimeout())
        .isEqualTo(Duration.ofMillis(millis));
  }

  @Covers("config#C20")
  @ParameterizedTest
  @ValueSource(strings = {"True", "1", "", " true"})
  void whatIsNoTruthValueIsRefused(String text) {
    assertThat(env.with("INGRESS_MODE", text).failure().problems().getFirst())
        .contains("NotABool(ParseBoolError)");
  }

  @Test
  void ingressModeSwitchesInformationalHeadersOff() throws Exception {
    assertThat(env.parse().outbound().informationalHeaders()).isTrue();
    assertThat(env.with("INGRESS_MODE", "true").parse().outbound().informationalHeaders())
        .isFalse();
    env.with("OUTBOUND_DISABLE_INFORMATIONAL_HEADERS", "false");
    assertThat(env.parse().outbound().informationalHeaders()).isTrue();
  }

  @Test
  void portsAreListedWithRangesAndTheAdminPort() throws Exception {
    var ports = env.with("INBOUND_PORTS", " 80, 90-92 ,,").parse().inbound().ports();
    assertThat(ports).hasToString("{80, 90, 91, 92, 4191}");
    assertThat(env.with("INBOUND_PORTS", "").parse().inbound().ports()).hasToString("{4191}");
    env.with("INBOUND_GATEWAY_SUFFIXES", "svc.cluster.local");
    assertThat(env.parse().inbound().ports().contains(4143)).isTrue();
  }

  @Covers({"config#C24", "config#C25"})
  @ParameterizedTest
  @CsvSource({"92-90, NotAPortRange", "70000, NotAnInteger(ParseIntError { kind: PosOverflow })"})
  void wrongPortsAreRefused(String ports, String error) {
    assertThat(env.with("INBOUND_PORTS", ports).failure().problems().getFirst()).contains(error);
  }

  @Covers("config#C27")
  @Test
  void anEmptyIpSetIsRefused() {
    assertThat(env.with("INBOUND_IPS", "").failure().problems().getFirst()).contains("NotAnIp");
  }

  @Test
  void whatOnlyHasADefaultIsSaid() throws Exception {
    env.without("INBOUND_IPS", "INBOUND_DEFAULT_POLICY", "POLICY_CLUSTER_NETWORKS");
    assertThat(env.parse().notices())
        .extracting(notice -> notice.level() + " " + notice.text())
        .containsExactly(
            "WARN LINKERD2_PROXY_INBOUND_DEFAULT_POLICY was not set; using `all-unauthenticated`",
            "INFO LINKERD2_PROXY_POLICY_CLUSTER_NETWORKS not set; cluster-scoped modes are"
                + " unsupported",
            "INFO LINKERD2_PROXY_INBOUND_IPS allowlist not configured, allowing all target"
                + " addresses");
    assertThat(env.parse().inbound().ips()).isEmpty();
  }

  @Covers({"config#C31", "config#C32"})
  @ParameterizedTest
  @ValueSource(strings = {"cluster-unauthenticated", "cluster-authenticated", "audit", "none"})
  void aClusterPolicyNeedsNetworks(String policy) {
    env.without("POLICY_CLUSTER_NETWORKS").with("INBOUND_DEFAULT_POLICY", policy);
    assertThat(env.failure().problems().getFirst())
        .contains("InvalidPortPolicy(\"" + policy + "\")");
  }

  @Covers("config#C33")
  @Test
  void aNetworkNeedsItsPrefix() {
    assertThat(env.with("POLICY_CLUSTER_NETWORKS", "10.0.0.1").failure().problems().getFirst())
        .contains("NotANetwork");
  }

  @Covers("config#C35")
  @Test
  void streamLimitsMustBeOrdered() {
    env.with("CONTROL_STREAM_INITIAL_TIMEOUT", "10s").with("CONTROL_STREAM_IDLE_TIMEOUT", "5s");
    assertThat(env.failure().problems())
        .containsExactly(
            "LINKERD2_PROXY_CONTROL_STREAM_INITIAL_TIMEOUT must be less than"
                + " LINKERD2_PROXY_CONTROL_STREAM_IDLE_TIMEOUT");
  }

  @Covers("config#C36")
  @Test
  void emptyStreamLimitsAreNone() throws Exception {
    env.with("CONTROL_STREAM_INITIAL_TIMEOUT", "").with("CONTROL_STREAM_IDLE_TIMEOUT", "");
    assertThat(env.with("CONTROL_STREAM_LIFETIME", "").parse().control().streams())
        .isEqualTo(new ControlConfig.StreamLimits(null, null, null));
  }

  @Covers({"config#C40", "config#C41"})
  @ParameterizedTest
  @CsvSource({
    "1s, , , You need to specify either all of",
    "10s, 1s, , Invalid backoff",
    "1s, 10s, 101, Invalid backoff",
    "1s, 10s, NaN, Invalid backoff",
    "0, 0, 0, Invalid backoff"
  })
  void aBackoffMustBeWholeAndSane(String min, String max, String jitter, String error) {
    env.with("OUTBOUND_CONNECT_EXP_BACKOFF_MIN", min);
    if (max != null) {
      env.with("OUTBOUND_CONNECT_EXP_BACKOFF_MAX", max);
    }
    if (jitter != null) {
      env.with("OUTBOUND_CONNECT_EXP_BACKOFF_JITTER", jitter);
    }
    assertThat(env.failure().problems().getFirst()).startsWith(error);
  }

  @Covers("config#C42")
  @Test
  void aBackoffWithoutJitterHasNone() throws Exception {
    env.with("OUTBOUND_CONNECT_EXP_BACKOFF_MIN", "1s");
    env.with("OUTBOUND_CONNECT_EXP_BACKOFF_MAX", "10s");
    assertThat(env.parse().outbound().backoff())
        .isEqualTo(new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(10), 0));
  }

  @Covers("config#C57")
  @Test
  void theTapAddressIsReadWithoutTap() {
    assertThat(env.with("CONTROL_LISTEN_ADDR", "bad").failure().problems()).hasSize(1);
  }

  @Covers("config#C56")
  @Test
  void anEmptyTapNameIsRefused() throws Exception {
    assertThat(env.parse().admin().tapClient()).isNull();
    assertThat(env.with("TAP_SVC_NAME", "").failure().problems().getFirst()).contains("NameError");
  }

  @Covers("config#C60")
  @Test
  void aWrongAccessLogIsComplainedAboutAndOff() throws Exception {
    Config config = env.with("ACCESS_LOG", "common").parse();
    assertThat(config.log().accessLog()).isNull();
    assertThat(config.notices())
        .containsExactly(
            new Notice(
                Notice.Level.ERROR,
                "Invalid LINKERD2_PROXY_ACCESS_LOG=\"common\": expected either 'apache' or 'json'"));
  }

  @Test
  void logSettingsAreReadInAnyCase() throws Exception {
    LogConfig log = env.with("LOG_FORMAT", " JSON ").with("ACCESS_LOG", "Apache").parse().log();
    assertThat(log)
        .isEqualTo(
            new LogConfig("warn,linkerd=info,hickory=error", true, LogConfig.AccessLog.APACHE));
    assertThat(env.with("LOG", " OFF ").parse().log().isOff()).isTrue();
  }

  @Covers("config#C62")
  @ParameterizedTest
  @CsvSource({"CORES_MAX, 0", "CORES_MIN, x", "CORES_MAX_RATIO, 1.5", "CORES_MAX_RATIO, 0"})
  void wrongCoresAreIgnored(String name, String value) throws Exception {
    Config config = env.with(name, value).parse();
    assertThat(config.cores().loops(8)).isEqualTo(1);
    assertThat(config.notices().getFirst().text())
        .startsWith("Ignoring invalid configuration LINKERD2_PROXY_" + name);
  }

  @Covers({"config#C63", "config#C64"})
  @ParameterizedTest
  @CsvSource({"8, 2, 0.5, , 4", "2, 4, , , 2", "8, , 0.01, , 1", "8, , , 3, 3", "4, 2, 0.9, 1, 2"})
  void coresFollowTheMachine(int available, String min, String ratio, String max, int loops)
      throws Exception {
    withUnlessNull("CORES_MIN", min);
    withUnlessNull("CORES_MAX_RATIO", ratio);
    withUnlessNull("CORES_MAX", max);
    assertThat(env.parse().cores().loops(available)).isEqualTo(loops);
  }

  private void withUnlessNull(String name, String value) {
    if (value != null) {
      env.with(name, value);
    }
  }

  @Covers("config#C70")
  @Test
  void authorityLabelsAreUnsafeOrOff() throws Exception {
    assertThat(env.with("INBOUND_METRICS_AUTHORITY_LABELS", "UNSAFE").parse().inbound())
        .extracting(InboundConfig::authorityLabels)
        .isEqualTo(true);
    assertThat(env.with("INBOUND_METRICS_AUTHORITY_LABELS", "yes").failure().problems().getFirst())
        .contains("NotAnAuthorityLabelsSetting");
  }

  @Covers("config#C72")
  @Test
  void missingTraceAttributesAreWarnedOf() throws Exception {
    env.with("TRACE_COLLECTOR_SVC_ADDR", "127.0.0.1:4317");
    env.with("TRACE_ATTRIBUTES_PATH", "/nonexistent");
    assertThat(env.parse().notices().getFirst().text())
        .startsWith("Failed to read trace attribute");
  }

  @Test
  void traceAttributesAreLinesAndLaterOnesWin() throws Exception {
    env.with("TRACE_COLLECTOR_SVC_ADDR", "127.0.0.1:4317").with("TRACE_SERVICE_NAME", "a");
    env.with("TRACE_EXTRA_ATTRIBUTES", "service.name=b\nnothing\nk=\"v=1\"");
    env.variables.put("OTEL_RESOURCE_ATTRIBUTES", "a=1,b=2");
    TraceConfig traces = requireNonNull(env.parse().traces());

    assertThat(traces.attributes())
        .containsOnly(
            org.assertj.core.data.MapEntry.entry("service.name", "b"),
            org.assertj.core.data.MapEntry.entry("k", "v=1"),
            org.assertj.core.data.MapEntry.entry("a", "1,b=2"));
  }

  @Test
  void anUnknownVariableIsWarnedOf() throws Exception {
    env.with("INBUOND_PORTS", "80").with("FOO", "bar").withWeft("CONTROL_SERVICE_HOST", "10.0.0.1");
    env.with("TRACE_PROTOCOL", "opentelemetry").withWeft("INBOUND", "127.0.0.1:4143");
    assertThat(env.parse().notices())
        .extracting(Notice::text)
        .containsExactly(
            "Unknown variable LINKERD2_PROXY_FOO",
            "Unknown variable LINKERD2_PROXY_INBUOND_PORTS; did you mean"
                + " LINKERD2_PROXY_INBOUND_PORTS?");
  }

  @Covers("config#C75")
  @Test
  void aValueThatIsNotUtf8IsRefused() {
    assertThat(env.with("POLICY_WORKLOAD", "\uFFFD").failure().problems())
        .contains("LINKERD2_PROXY_POLICY_WORKLOAD is not encoded in Unicode");
  }

  @Test
  void keepAliveNeedsBothOfItsVariables() throws Exception {
    env.with("INBOUND_SERVER_HTTP2_KEEP_ALIVE_INTERVAL", "10s");
    assertThat(env.parse().inbound().http2().keepAlive()).isNull();
    env.with("INBOUND_SERVER_HTTP2_KEEP_ALIVE_TIMEOUT", "3s");
    assertThat(env.parse().inbound().http2().keepAlive())
        .isEqualTo(new Http2ServerConfig.KeepAlive(Duration.ofSeconds(10), Duration.ofSeconds(3)));
  }

  @Test
  void windowsCountOnlyTogetherAndNotWhenAdaptive() throws Exception {
    env.with("OUTBOUND_SERVER_HTTP2_INITIAL_STREAM_WINDOW_SIZE", "1000");
    assertThat(env.parse().outbound().http2().streamWindow()).isEqualTo(65_535);
    env.with("OUTBOUND_SERVER_HTTP2_INITIAL_CONNECTION_WINDOW_SIZE", "2000");
    assertThat(env.parse().outbound().http2().connectionWindow()).isEqualTo(2000);
    env.with("OUTBOUND_SERVER_HTTP2_INITIAL_CONNECTION_WINDOW_SIZE", "garbage");
    env.with("OUTBOUND_SERVER_HTTP2_ADAPTIVE_FLOW_CONTROL", "true");
    assertThat(env.parse().outbound().http2().streamWindow()).isEqualTo(65_535);
  }

  @Test
  void everyProblemIsReportedAtOnce() {
    env.with("INBOUND_PORTS", "x").with("INGRESS_MODE", "x").withWeft("MODE", "x");
    env.with("IDENTITY_LOCAL_NAME", "foo.bar.").with("CONTROL_STREAM_LIFETIME", "x");
    assertThat(env.failure().problems()).hasSize(5);
  }

  @Test
  void explicitModeListensOnLoopbackOnly() throws Exception {
    env.mode = Mode.EXPLICIT;
    assertThat(env.parse().routing()).isEqualTo(Routing.AUTHORITY);
    env.withWeft("OUTBOUND_LISTENERS", "127.0.0.1:6379=cache:6379,127.0.0.1:1=10.0.0.1:2");
    env.withWeft("INBOUND_LISTENERS", "0.0.0.0:8080=9001").withWeft("APP_PORTS", "http=9001, 9002");
    ExplicitConfig explicit = env.parse().explicit();
    assertThat(explicit.outbound())
        .extracting(f -> f.target().toString())
        .containsExactly("cache:6379", "10.0.0.1:2");
    assertThat(explicit.inbound())
        .containsExactly(new ExplicitConfig.Accept(at("0.0.0.0:8080"), 9001));
    assertThat(explicit.declares(9002)).isTrue();
    assertThat(explicit.declares(9003)).isFalse();
    assertThat(explicit.appHost()).isEqualTo(InetAddress.ofLiteral("127.0.0.1"));
    env.withWeft("OUTBOUND_LISTENERS", "0.0.0.0:6379=cache:6379");
    assertThat(env.failure().problems().getFirst()).contains("must be a loopback address");
  }

  @ParameterizedTest
  @CsvSource({"http:/ready, HTTP, /ready", "tcp, TCP, ''", "none, NONE, ''"})
  void healthIsAPathOrAPort(String text, Health.Kind kind, String path) throws Exception {
    assertThat(env.withWeft("HEALTH", text).parse().explicit().health())
        .isEqualTo(new Health(kind, path));
  }
}
