package weft.proxy.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The inbound direction.
 *
 * <p>{@code ports} are watched from the start: those declared, the admin port, and the inbound port
 * where a gateway is configured. No {@code ips}: connections to any are accepted. No {@code
 * gatewaySuffixes}: no gateway. Source: config.md 3, inbound.md 2.
 */
public record InboundConfig(
    InetSocketAddress listen,
    SocketConfig sockets,
    Duration connectTimeout,
    Backoff backoff,
    Duration detectTimeout,
    QueueConfig httpQueue,
    PoolConfig pool,
    int maxInFlight,
    Duration discoveryIdle,
    Duration profileTimeout,
    Http2ServerConfig http2,
    DefaultPolicy defaultPolicy,
    List<Cidr> clusterNetworks,
    PortSet ports,
    PortSet opaquePorts,
    Set<InetAddress> ips,
    List<Suffix> gatewaySuffixes,
    boolean authorityLabels) {

  static final Entry<InetSocketAddress> LISTEN =
      Entry.linkerd(
          "INBOUND_LISTEN_ADDR",
          Syntax.SOCKET,
          "0.0.0.0:4143",
          "Where connections to the application arrive, redirected or from peers.");
  static final SocketConfig.Entries SOCKETS = SocketConfig.Entries.of("INBOUND");
  static final Entry<Duration> CONNECT_TIMEOUT =
      Entry.linkerd(
          "INBOUND_CONNECT_TIMEOUT",
          Syntax.DURATION,
          "300ms",
          "Longest wait for a connection to the application or a control plane on loopback.");
  static final Backoff.Entries BACKOFF =
      Backoff.Entries.of(
          "INBOUND_CONNECT_EXP_BACKOFF", "100ms", "10s", "connecting to the application again");
  static final Entry<Duration> DETECT_TIMEOUT =
      Entry.linkerd(
          "INBOUND_DETECT_TIMEOUT",
          Syntax.DURATION,
          "10s",
          "Longest protocol detection where the policy does not say.");
  static final QueueConfig.Entries QUEUE =
      QueueConfig.Entries.of("INBOUND_HTTP", "1s", "inbound requests");
  static final Entry<Integer> MAX_IDLE =
      Entry.linkerd(
          "MAX_IDLE_CONNS_PER_ENDPOINT",
          Syntax.SIZE,
          "10000",
          "Idle HTTP/1 connections to the application.");
  static final Entry<Duration> POOL_IDLE =
      Entry.linkerd(
          "INBOUND_HTTP1_CONNECTION_POOL_IDLE_TIMEOUT",
          Syntax.DURATION,
          "3s",
          "Idle life of an HTTP/1 connection to the application.");
  static final Entry<Integer> MAX_IN_FLIGHT =
      Entry.linkerd(
          "INBOUND_MAX_IN_FLIGHT",
          Syntax.SIZE,
          "100000",
          "Inbound requests without a response; above it they are answered 503.");
  static final Entry<Duration> DISCOVERY_IDLE =
      Entry.linkerd(
          "INBOUND_DISCOVERY_IDLE_TIMEOUT",
          Syntax.DURATION,
          "90s",
          "Unused inbound policies, profiles and clients are dropped after this.");
  static final Entry<Duration> PROFILE_TIMEOUT =
      Entry.linkerd(
          "DESTINATION_PROFILE_INITIAL_TIMEOUT",
          Syntax.DURATION,
          "500ms",
          "How long a request waits for its profile before it goes on without.");
  static final Entry<DefaultPolicy> DEFAULT_POLICY =
      Entry.linkerd(
          "INBOUND_DEFAULT_POLICY",
          DefaultPolicy.SYNTAX,
          "all-unauthenticated",
          "Policy of a port until the control plane answered.");
  static final Entry<List<Cidr>> CLUSTER_NETWORKS =
      Entry.linkerd(
          "POLICY_CLUSTER_NETWORKS",
          Syntax.NETWORKS,
          "",
          "Networks of the cluster, for the cluster-scoped default policies.");
  static final Entry<PortSet> PORTS =
      Entry.linkerd(
          "INBOUND_PORTS", Syntax.PORTS, "", "Ports whose policy is watched from the start.");
  static final Entry<PortSet> OPAQUE_PORTS =
      Entry.linkerd(
          "INBOUND_PORTS_DISABLE_PROTOCOL_DETECTION",
          Syntax.PORTS,
          "",
          "Ports that are opaque until the control plane answered.");
  static final Entry<List<InetAddress>> IPS =
      Entry.linkerd(
          "INBOUND_IPS",
          Syntax.IPS,
          null,
          "Addresses of this workload: others are refused inbound; unset: all are accepted.");
  static final Entry<List<Suffix>> GATEWAY =
      Entry.linkerd(
          "INBOUND_GATEWAY_SUFFIXES",
          Syntax.SUFFIXES,
          "",
          "Names for which this proxy is a gateway; empty: none.");
  static final Entry<Boolean> AUTHORITY_LABELS =
      Entry.linkerd(
          "INBOUND_METRICS_AUTHORITY_LABELS",
          new Syntax<>("unsafe", "unsafe, or nothing", InboundConfig::parseAuthorityLabels),
          "",
          "unsafe: inbound metrics carry the authority, of which clients can make any number.");
  static final List<Entry<?>> ENTRIES = entries();

  private static List<Entry<?>> entries() {
    var all = new ArrayList<Entry<?>>();
    all.add(LISTEN);
    all.addAll(SOCKETS.all());
    all.add(CONNECT_TIMEOUT);
    all.addAll(BACKOFF.all());
    all.add(DETECT_TIMEOUT);
    all.addAll(QUEUE.all());
    all.addAll(List.of(MAX_IDLE, POOL_IDLE, MAX_IN_FLIGHT, DISCOVERY_IDLE, PROFILE_TIMEOUT));
    all.addAll(List.of(DEFAULT_POLICY, CLUSTER_NETWORKS, PORTS, OPAQUE_PORTS, IPS, GATEWAY));
    all.add(AUTHORITY_LABELS);
    return List.copyOf(all);
  }

  static InboundConfig read(Env env, int adminPort) {
    InetSocketAddress listen = env.get(LISTEN);
    List<Suffix> gateway = env.get(GATEWAY);
    PortSet ports = env.get(PORTS).with(adminPort);
    return new InboundConfig(
        listen,
        SOCKETS.read(env),
        env.get(CONNECT_TIMEOUT),
        BACKOFF.read(env),
        env.get(DETECT_TIMEOUT),
        QUEUE.read(env),
        new PoolConfig(env.get(MAX_IDLE), env.get(POOL_IDLE)),
        env.get(MAX_IN_FLIGHT),
        env.get(DISCOVERY_IDLE),
        env.get(PROFILE_TIMEOUT),
        Http2Config.INBOUND.read(env),
        defaultPolicy(env),
        env.get(CLUSTER_NETWORKS),
        gateway.isEmpty() ? ports : ports.with(listen.getPort()),
        env.get(OPAQUE_PORTS),
        ips(env),
        gateway,
        env.get(AUTHORITY_LABELS));
  }

  private static DefaultPolicy defaultPolicy(Env env) {
    if (!env.has(DEFAULT_POLICY)) {
      env.notice(
          Notice.Level.WARN,
          DEFAULT_POLICY.name() + " was not set; using `" + DEFAULT_POLICY.defaultText() + "`");
    }
    if (!env.has(CLUSTER_NETWORKS)) {
      env.notice(
          Notice.Level.INFO,
          CLUSTER_NETWORKS.name() + " not set; cluster-scoped modes are unsupported");
    }
    DefaultPolicy policy = env.get(DEFAULT_POLICY);
    // The reference wants networks for audit, too, which looks at none; kept, as its users see it.
    boolean scoped = policy.isClusterOnly() || policy == DefaultPolicy.AUDIT;
    if (scoped && env.get(CLUSTER_NETWORKS).isEmpty()) {
      env.invalid(DEFAULT_POLICY, "InvalidPortPolicy(" + Quoted.of(policy.text()) + ")");
    }
    return policy;
  }

  private static Set<InetAddress> ips(Env env) {
    if (!env.has(IPS)) {
      env.notice(
          Notice.Level.INFO,
          IPS.name() + " allowlist not configured, allowing all target addresses");
    }
    List<InetAddress> ips = env.find(IPS);
    return ips == null ? Set.of() : Set.copyOf(ips);
  }

  private static Boolean parseAuthorityLabels(String text) throws BadValue {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "" -> false;
      case "unsafe" -> true;
      default -> throw new BadValue("NotAnAuthorityLabelsSetting");
    };
  }
}
