package weft.proxy.inbound;

import java.net.SocketAddress;
import weft.proxy.h1.Refusals;
import weft.proxy.h2.ErrorCode;
import weft.proxy.h2.FaultLog;
import weft.proxy.http.Client;
import weft.proxy.http.ExchangeMetrics;
import weft.proxy.http.Failures;
import weft.proxy.http.Header;
import weft.proxy.http.RequestHead;
import weft.proxy.http.Reset;
import weft.proxy.http.ResponseClass;
import weft.proxy.http.StreamCounters;
import weft.proxy.telemetry.StreamMetrics;

/**
 * What one client may do at one port, and where its requests and their failures are counted.
 *
 * <p>Ruled anew when the policy changes, so a change holds at once and a request costs one
 * comparison.
 *
 * <p>Loop only. Source: docs/spec/inbound.md 11.
 */
final class Admission implements StreamCounters, ExchangeMetrics, Failures, Refusals, FaultLog {
  private final AppTarget target;
  private final PortPolicy policy;
  private final Parts parts;
  private int version;
  private Ruling ruling;

  Admission(AppTarget target, PortPolicy policy, Parts parts) {
    this.target = target;
    this.policy = policy;
    this.parts = parts;
    this.version = policy.version();
    this.ruling = new Ruling(target, policy.current(), parts);
  }

  /** Under the policy in force. */
  Ruling now() {
    if (version != policy.version()) {
      version = policy.version();
      ruling.retire();
      ruling = new Ruling(target, policy.current(), parts);
    }
    return ruling;
  }

  @Override
  public StreamMetrics of(RequestHead head) {
    return now().streams();
  }

  @Override
  public ExchangeMetrics current() {
    return now().requests();
  }

  @Override
  public void failed(Client client, String request, Header path, Reset why) {
    if (InboundFailures.isError(why)) {
      now().errors().add(why.label());
    }
    parts.failures().request(client, request, path, why);
  }

  @Override
  public void unexpected(Client client, Reset why) {
    parts.failures().unexpected(why);
  }

  @Override
  public void refused(SocketAddress client, int status, String text) {
    now().errors().add(InboundFailures.UNEXPECTED);
    parts.failures().http1(client, status, text);
  }

  @Override
  public void fault(SocketAddress peer, ErrorCode code, boolean endsConnection, String rule) {
    now().errors().add(InboundFailures.UNEXPECTED);
    parts.failures().http2(peer, code, endsConnection, rule);
  }

  @Override
  public void requested() {
    current().requested();
  }

  @Override
  public void answered(int status, long nanos) {
    current().answered(status, nanos);
  }

  @Override
  public void ended(ResponseClass how) {
    current().ended(how);
  }

  @Override
  public void retired() {
    ruling.retire();
  }
}
