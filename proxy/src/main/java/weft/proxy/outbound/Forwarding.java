package weft.proxy.outbound;

import java.net.InetSocketAddress;
import weft.proxy.balance.Endpoint;
import weft.proxy.config.Ip;
import weft.proxy.discover.OutboundPolicy;
import weft.proxy.http.Refusal;

/** Plans that lead to one place, as nobody says more. Source: docs/spec/outbound.md 6. */
final class Forwarding {
  private Forwarding() {}

  /** In clear to {@code address}, unless that is ourselves. */
  static Plan to(Parts parts, InetSocketAddress address) {
    return parts.isOwn().test(address)
        ? Plan.refused(
            Refusal.Kind.LOOP, "loop: " + Ip.text(address) + " is a listener of this proxy itself")
        : to("fallback", Endpoint.of(address), false);
  }

  /** To {@code endpoint}; {@code name} says in metrics why. */
  static Plan to(String name, Endpoint endpoint, boolean isOpaque) {
    return new Plan.ByPolicy(OutboundPolicy.forward(name, endpoint, isOpaque), isOpaque, null);
  }
}
