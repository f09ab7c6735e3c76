package weft.proxy.outbound;

import java.net.InetSocketAddress;
import weft.proxy.config.Addr;
import weft.proxy.config.Ip;
import weft.proxy.telemetry.Counter;
import weft.proxy.telemetry.Detection;
import weft.proxy.telemetry.Labels;
import weft.proxy.telemetry.OutboundMetrics;

/**
 * What counts the connections to one target under one plan; made once. Source:
 * docs/spec/telemetry.md 4.4.
 *
 * @param accepted by the protocol that the plan says
 * @param lines those that were routed as bytes
 */
record OpaqueCounters(Counter accepted, Detection detection, OutboundMetrics.Lines lines) {
  static OpaqueCounters of(Addr target, Plan plan, OutboundMetrics metrics) {
    Plan.Bytes bytes = plan.bytes();
    Labels parent = bytes.parent().parentLabels();
    String protocol = plan.opaque() ? "opaq" : "detect";
    return new OpaqueCounters(
        metrics.connections.with(Labels.of("protocol", protocol).and(parent)),
        metrics.detection(parent),
        metrics.opaque(parent.and(bytes.route().routeLabels()).and(target(target))));
  }

  private static Labels target(Addr target) {
    String ip =
        target instanceof Addr.Socket(InetSocketAddress address)
            ? Ip.text(address.getAddress())
            : "";
    return Labels.of("target_ip", ip).and("target_port", Integer.toString(target.port()));
  }
}
