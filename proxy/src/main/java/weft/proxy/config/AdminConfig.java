package weft.proxy.config;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The admin server, metrics, the end of the process, and tap, which is off without a {@code
 * tapClient}. Source: config.md 3.9, 3.10.
 */
public record AdminConfig(
    InetSocketAddress listen,
    boolean shutdownEndpoint,
    Duration shutdownGrace,
    Duration metricsRetain,
    InetSocketAddress tapListen,
    @Nullable Id tapClient) {

  static final Entry<InetSocketAddress> LISTEN =
      Entry.linkerd(
          "ADMIN_LISTEN_ADDR", Syntax.SOCKET, "127.0.0.1:4191", "Where the admin server listens.");
  static final Entry<Boolean> SHUTDOWN_ENDPOINT =
      Entry.linkerd("SHUTDOWN_ENDPOINT_ENABLED", Syntax.BOOL, "false", "Enables POST /shutdown.");
  static final Entry<Duration> SHUTDOWN_GRACE =
      Entry.linkerd(
          "SHUTDOWN_GRACE_PERIOD",
          Syntax.DURATION,
          "120s",
          "Longest wait at the end for what is still open.");
  static final Entry<Duration> RETAIN =
      Entry.linkerd(
          "METRICS_RETAIN_IDLE",
          Syntax.DURATION,
          "10m",
          "Metric series that nobody holds or counts are dropped after this.");
  static final Entry<InetSocketAddress> TAP_LISTEN =
      Entry.linkerd(
          "CONTROL_LISTEN_ADDR", Syntax.SOCKET, "0.0.0.0:4190", "Where the tap server listens.");
  static final Entry<Id> TAP_CLIENT =
      Entry.linkerd(
          "TAP_SVC_NAME", Syntax.ID, null, "The one identity that may tap; unset: tap is off.");
  static final List<Entry<?>> ENTRIES =
      List.of(LISTEN, SHUTDOWN_ENDPOINT, SHUTDOWN_GRACE, RETAIN, TAP_LISTEN, TAP_CLIENT);

  static AdminConfig read(Env env) {
    return new AdminConfig(
        env.get(LISTEN),
        env.get(SHUTDOWN_ENDPOINT),
        env.get(SHUTDOWN_GRACE),
        env.get(RETAIN),
        env.get(TAP_LISTEN),
        env.find(TAP_CLIENT));
  }
}
