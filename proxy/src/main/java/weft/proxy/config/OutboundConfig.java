package weft.proxy.config;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The outbound direction. Source: config.md 3, outbound.md 2. */
public record OutboundConfig(
    List<InetSocketAddress> listen,
    SocketConfig sockets,
    Duration connectTimeout,
    Backoff backoff,
    Duration detectTimeout,
    QueueConfig tcpQueue,
    QueueConfig httpQueue,
    PoolConfig pool,
    int maxInFlight,
    Duration discoveryIdle,
    Http2ServerConfig http2,
    boolean ingress,
    boolean informationalHeaders,
    boolean hostnameLabels) {

  static final Entry<List<InetSocketAddress>> LISTEN =
      Entry.linkerd(
          "OUTBOUND_LISTEN_ADDRS",
          Syntax.SOCKETS,
          null,
          "Where the application's connections arrive; unset: OUTBOUND_LISTEN_ADDR.");
  static final Entry<InetSocketAddress> LISTEN_ONE =
      Entry.linkerd(
          "OUTBOUND_LISTEN_ADDR",
          Syntax.SOCKET,
          "127.0.0.1:4140",
          "Deprecated: counts only without OUTBOUND_LISTEN_ADDRS.");
  static final SocketConfig.Entries SOCKETS = SocketConfig.Entries.of("OUTBOUND");
  static final Entry<Duration> CONNECT_TIMEOUT =
      Entry.linkerd(
          "OUTBOUND_CONNECT_TIMEOUT",
          Syntax.DURATION,
          "1s",
          "Longest wait for a connection to a peer or the control plane, TLS included.");
  static final Backoff.Entries BACKOFF =
      Backoff.Entries.of(
          "OUTBOUND_CONNECT_EXP_BACKOFF", "100ms", "60s", "connecting to a peer again");
  static final Entry<Duration> DETECT_TIMEOUT =
      Entry.linkerd(
          "OUTBOUND_DETECT_TIMEOUT",
          Syntax.DURATION,
          "10s",
          "Longest protocol detection where no policy says.");
  static final QueueConfig.Entries TCP_QUEUE =
      QueueConfig.Entries.of("OUTBOUND_TCP", "3s", "outbound opaque connections");
  static final QueueConfig.Entries HTTP_QUEUE =
      QueueConfig.Entries.of("OUTBOUND_HTTP", "3s", "outbound requests");
  static final Entry<Integer> MAX_IDLE =
      Entry.linkerd(
          "OUTBOUND_MAX_IDLE_CONNS_PER_ENDPOINT",
          Syntax.SIZE,
          "10000",
          "Idle HTTP/1 connections to one endpoint.");
  static final Entry<Duration> POOL_IDLE =
      Entry.linkerd(
          "OUTBOUND_HTTP1_CONNECTION_POOL_IDLE_TIMEOUT",
          Syntax.DURATION,
          "3s",
          "Idle life of an HTTP/1 connection to an endpoint.");
  static final Entry<Integer> MAX_IN_FLIGHT =
      Entry.linkerd(
          "OUTBOUND_MAX_IN_FLIGHT",
          Syntax.SIZE,
          "100000",
          "Outbound requests without a response; above it they are answered 503.");
  static final Entry<Duration> DISCOVERY_IDLE =
      Entry.linkerd(
          "OUTBOUND_DISCOVERY_IDLE_TIMEOUT",
          Syntax.DURATION,
          "5s",
          "Unused outbound policies, profiles and clients are dropped after this.");
  static final Entry<Boolean> INGRESS =
      Entry.linkerd(
          "INGRESS_MODE",
          Syntax.BOOL,
          "false",
          "Outbound HTTP is routed by l5d-dst-override instead of the original address.");
  static final Entry<Boolean> NO_HEADERS =
      Entry.linkerd(
          "OUTBOUND_DISABLE_INFORMATIONAL_HEADERS",
          Syntax.BOOL,
          null,
          "Outbound answers carry no l5d- headers; unset: as INGRESS_MODE.");
  static final Entry<Boolean> HOSTNAME_LABELS =
      Entry.linkerd(
          "OUTBOUND_METRICS_HOSTNAME_LABELS",
          Syntax.BOOL,
          "false",
          "Outbound route metrics carry the host of the request.");
  static final List<Entry<?>> ENTRIES = entries();

  private static List<Entry<?>> entries() {
    var all = new ArrayList<Entry<?>>(List.of(LISTEN, LISTEN_ONE));
    all.addAll(SOCKETS.all());
    all.add(CONNECT_TIMEOUT);
    all.addAll(BACKOFF.all());
    all.add(DETECT_TIMEOUT);
    all.addAll(TCP_QUEUE.all());
    all.addAll(HTTP_QUEUE.all());
    all.addAll(List.of(MAX_IDLE, POOL_IDLE, MAX_IN_FLIGHT, DISCOVERY_IDLE));
    all.addAll(List.of(INGRESS, NO_HEADERS, HOSTNAME_LABELS));
    return List.copyOf(all);
  }

  static OutboundConfig read(Env env) {
    boolean ingress = env.get(INGRESS);
    Boolean noHeaders = env.find(NO_HEADERS);
    return new OutboundConfig(
        listen(env),
        SOCKETS.read(env),
        env.get(CONNECT_TIMEOUT),
        BACKOFF.read(env),
        env.get(DETECT_TIMEOUT),
        TCP_QUEUE.read(env),
        HTTP_QUEUE.read(env),
        new PoolConfig(env.get(MAX_IDLE), env.get(POOL_IDLE)),
        env.get(MAX_IN_FLIGHT),
        env.get(DISCOVERY_IDLE),
        Http2Config.OUTBOUND.read(env),
        ingress,
        noHeaders == null ? !ingress : !noHeaders,
        env.get(HOSTNAME_LABELS));
  }

  private static List<InetSocketAddress> listen(Env env) {
    List<InetSocketAddress> list = env.find(LISTEN);
    if (list == null) {
      return List.of(env.get(LISTEN_ONE));
    }
    env.findLeniently(LISTEN_ONE, Notice.Level.ERROR, "Ignoring ");
    return list;
  }
}
