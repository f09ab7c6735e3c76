package weft.proxy.outbound;

import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import weft.proxy.config.Addr;
import weft.proxy.h1.Refusals;
import weft.proxy.h2.ErrorCode;
import weft.proxy.h2.FaultLog;
import weft.proxy.http.Client;
import weft.proxy.http.Failures;
import weft.proxy.http.Header;
import weft.proxy.http.RefusalReports;
import weft.proxy.http.Reset;
import weft.proxy.telemetry.ErrorCounters;
import weft.proxy.telemetry.LabelSets;
import weft.proxy.telemetry.Labels;
import weft.proxy.telemetry.OutboundMetrics;
import weft.proxy.telemetry.RefusalLog;

/**
 * What is refused, broken or failed on the outbound side: logged, counted, and kept among the last
 * refusals.
 *
 * <p>Any thread. Source: docs/spec/outbound.md 10.2, 10.4; docs/spec/telemetry.md 3.5.
 */
public final class OutboundFailures implements Failures, Refusals, FaultLog {
  private static final String UNEXPECTED = "unexpected";

  private final RefusalReports reports;
  private final OutboundMetrics metrics;
  private final ErrorCounters requests;

  public OutboundFailures(RefusalLog last, OutboundMetrics metrics) {
    this.reports =
        new RefusalReports("outbound", LoggerFactory.getLogger(OutboundFailures.class), last);
    this.metrics = metrics;
    this.requests = ErrorCounters.leading(metrics.httpErrors, Labels.NONE);
  }

  @Override
  public void failed(Client client, String request, Header path, Reset why) {
    requests.add(why.label());
    reports.request(client, request, path, why);
  }

  @Override
  public void unexpected(Client client, Reset why) {
    reports.unexpected(why);
  }

  /** The HTTP/1 server refused a request. */
  @Override
  public void refused(SocketAddress client, int status, String text) {
    requests.add(UNEXPECTED);
    reports.http1(client, status, text);
  }

  /** The HTTP/2 server refused a request, or ended a connection. */
  @Override
  public void fault(SocketAddress peer, ErrorCode code, boolean endsConnection, String rule) {
    requests.add(UNEXPECTED);
    reports.http2("server", peer, code.name(), endsConnection, rule);
  }

  /** A server broke its protocol: what comes of it counts where it fails. */
  void serverFault(SocketAddress peer, ErrorCode code, boolean endsConnection, String rule) {
    reports.http2("client", peer, code.name(), endsConnection, rule);
  }

  /**
   * A connection that was no request, or not yet, was closed.
   *
   * @param target where it was to go; null if that is not known
   * @param error the label of the error counter
   */
  void closed(SocketAddress client, @Nullable Addr target, String error, String why) {
    Labels labels = target == null ? Labels.NONE : LabelSets.target(target);
    metrics.tcpErrors.with(labels.and("error", error)).add();
    reports.connection(client, error, why);
  }
}
