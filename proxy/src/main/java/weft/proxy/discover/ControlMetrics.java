package weft.proxy.discover;

import java.time.Clock;
import java.time.Duration;
import weft.proxy.balance.BalancerEvents;
import weft.proxy.config.Addr;
import weft.proxy.config.ControlAddress;
import weft.proxy.config.DnsName;
import weft.proxy.config.Id;
import weft.proxy.http.ExchangeMetrics;
import weft.proxy.stack.Factory;
import weft.proxy.telemetry.BalancerMetrics;
import weft.proxy.telemetry.DnsMetrics;
import weft.proxy.telemetry.LabelSets;
import weft.proxy.telemetry.Labels;
import weft.proxy.telemetry.RequestMetrics;

/**
 * What counts the calls to one component of the control plane. Source: docs/spec/telemetry.md 3.1,
 * 4.2.
 *
 * @param requests of all components
 * @param balancer of this one
 * @param names look-ups for this one
 * @param clock for gauges that hold a date
 */
public record ControlMetrics(
    RequestMetrics requests, BalancerMetrics balancer, DnsMetrics.Client names, Clock clock)
    implements Factory<ControlAddress, ExchangeMetrics> {
  @Override
  public ExchangeMetrics build(ControlAddress address) {
    DnsName name = address.name();
    Labels tls = name == null ? LabelSets.noTls("loopback") : LabelSets.tlsServer(new Id.Dns(name));
    return ExchangeMetrics.of(requests.target(addr(address).and(tls)));
  }

  /** What counts one balancer. */
  BalancerEvents events(ControlAddress address, Duration timeout) {
    return new BalancerEvents(
        balancer.target(addr(address), clock.millis(), timeout.toMillis()), clock);
  }

  private static Labels addr(ControlAddress address) {
    String text =
        switch (address.addresses().getFirst()) {
          case Addr.Name(var name, int port) -> name.withoutDot().text() + ":" + port;
          case Addr.Socket socket -> socket.authority();
        };
    return Labels.of("addr", text);
  }
}
