package weft.proxy.inbound;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import weft.proxy.h2.ErrorCode;
import weft.proxy.http.Client;
import weft.proxy.http.Header;
import weft.proxy.http.Refusal;
import weft.proxy.http.RefusalReports;
import weft.proxy.http.Reset;
import weft.proxy.telemetry.InboundMetrics;
import weft.proxy.telemetry.LabelSets;
import weft.proxy.telemetry.Labels;
import weft.proxy.telemetry.RefusalLog;

/**
 * What is refused, broken or failed on the inbound side: logged, and kept among the last refusals;
 * connections are also counted here, requests by {@link Admission}.
 *
 * <p>Any thread. Source: docs/spec/inbound.md 13; docs/spec/telemetry.md 3.5.
 */
public final class InboundFailures {
  static final String UNEXPECTED = "unexpected";
  static final String IO = "i/o";

  /** A policy's decision, which is no error and has counters of its own. */
  static final String DENIED = "unauthorized";

  private final RefusalReports reports;
  private final InboundMetrics metrics;

  public InboundFailures(RefusalLog last, InboundMetrics metrics) {
    this.reports =
        new RefusalReports("inbound", LoggerFactory.getLogger(InboundFailures.class), last);
    this.metrics = metrics;
  }

  /** Whether a failure is an error of the proxy's, and not a decision of policy. */
  static boolean isError(Reset why) {
    return !(why.root() instanceof Reset.Refused(var refusal)
        && (refusal.kind() == Refusal.Kind.UNAUTHORIZED
            || refusal.kind() == Refusal.Kind.NO_ROUTE));
  }

  void request(Client client, String request, Header path, Reset why) {
    reports.request(client, request, path, why);
  }

  void unexpected(Reset why) {
    reports.unexpected(why);
  }

  /** The HTTP/1 server refused a request. */
  void http1(SocketAddress client, int status, String text) {
    reports.http1(client, status, text);
  }

  /** The HTTP/2 server refused a request, or ended a connection. */
  void http2(SocketAddress peer, ErrorCode code, boolean endsConnection, String rule) {
    reports.http2("server", peer, code.name(), endsConnection, rule);
  }

  /** The application broke its protocol: what comes of it counts where it fails. */
  void application(SocketAddress peer, ErrorCode code, boolean endsConnection, String rule) {
    reports.http2("client", peer, code.name(), endsConnection, rule);
  }

  /**
   * A connection was closed.
   *
   * @param target of the application; null if it is not known
   * @param error the label of the error counter; {@link #DENIED} is not counted
   */
  void connection(
      SocketAddress client, @Nullable InetSocketAddress target, String error, String why) {
    if (!error.equals(DENIED)) {
      Labels labels = Labels.of("error", error);
      Labels all = target == null ? labels : labels.and(LabelSets.target(target));
      metrics.tcpErrors.with(all).add();
    }
    reports.connection(client, error, why);
  }
}
