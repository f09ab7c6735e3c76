package weft.proxy.outbound;

import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weft.proxy.config.Addr;
import weft.proxy.h1.Refusals;
import weft.proxy.h2.ErrorCode;
import weft.proxy.h2.FaultLog;
import weft.proxy.http.Client;
import weft.proxy.http.Failures;
import weft.proxy.http.Header;
import weft.proxy.http.Reset;
import weft.proxy.telemetry.ErrorCounters;
import weft.proxy.telemetry.LabelSets;
import weft.proxy.telemetry.Labels;
import weft.proxy.telemetry.OutboundMetrics;
import weft.proxy.telemetry.Peers;
import weft.proxy.telemetry.RefusalLog;

/**
 * What is refused, broken or failed on the outbound side: logged, counted, and kept among the last
 * refusals.
 *
 * <p>Any thread. Source: docs/spec/outbound.md 10.2, 10.4; docs/spec/telemetry.md 3.5.
 */
public final class OutboundFailures implements Failures, Refusals, FaultLog {
  private static final Logger LOG = LoggerFactory.getLogger(OutboundFailures.class);
  private static final String UNEXPECTED = "unexpected";

  private final RefusalLog last;
  private final OutboundMetrics metrics;
  private final ErrorCounters requests;

  public OutboundFailures(RefusalLog last, OutboundMetrics metrics) {
    this.last = last;
    this.metrics = metrics;
    this.requests = ErrorCounters.leading(metrics.httpErrors, Labels.NONE);
  }

  @Override
  public void failed(Client client, String request, Header path, Reset why) {
    requests.add(why.label());
    if (last.add("outbound http", why.label(), client.address(), why.text())) {
      LOG.info(
          "{} request failed: client.addr={} path={} error={}",
          request,
          Peers.text(client.address()),
          path.valueText(),
          why.text());
    }
  }

  @Override
  public void unexpected(Client client, Reset why) {
    if (last.mayLog()) {
      LOG.warn("Unexpected error: {}", why.text());
    }
  }

  /** The HTTP/1 server refused a request. */
  @Override
  public void refused(SocketAddress client, int status, String text) {
    requests.add(UNEXPECTED);
    if (last.add("outbound http/1 server", Integer.toString(status), client, text)) {
      LOG.info("Request refused: client.addr={} status={} {}", Peers.text(client), status, text);
    }
  }

  /** The HTTP/2 server refused a request, or ended a connection. */
  @Override
  public void fault(SocketAddress peer, ErrorCode code, boolean endsConnection, String rule) {
    requests.add(UNEXPECTED);
    broken("outbound http/2 server", peer, code, endsConnection, rule);
  }

  /** A server broke its protocol: what comes of it counts where it fails. */
  void serverFault(SocketAddress peer, ErrorCode code, boolean endsConnection, String rule) {
    broken("outbound http/2 client", peer, code, endsConnection, rule);
  }

  private void broken(
      String layer, SocketAddress peer, ErrorCode code, boolean endsConnection, String rule) {
    if (last.add(layer, code.name(), peer, rule)) {
      LOG.info(
          "{} ended by us: layer={} peer={} code={} {}",
          endsConnection ? "Connection" : "Stream",
          layer,
          Peers.text(peer),
          code,
          rule);
    }
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
    if (last.add("outbound tcp", error, client, why)) {
      LOG.info("Connection closed: {} client.addr={}", why, Peers.text(client));
    }
  }
}
