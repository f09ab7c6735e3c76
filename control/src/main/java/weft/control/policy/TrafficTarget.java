package weft.control.policy;

import io.grpc.Status;
import io.grpc.StatusException;
import java.net.InetSocketAddress;
import weft.api.outbound.TrafficSpec;
import weft.control.wire.Authority;
import weft.control.wire.NetMessages;

/** Where a client's traffic goes: what it asks OutboundPolicies about. */
sealed interface TrafficTarget {
  record Address(InetSocketAddress socket) implements TrafficTarget {}

  record Named(Authority authority) implements TrafficTarget {}

  static TrafficTarget of(TrafficSpec request) throws StatusException {
    return switch (request.getTargetCase()) {
      case ADDR ->
          NetMessages.socket(request.getAddr())
              .map(Address::new)
              .orElseThrow(() -> invalid("addr must be an IP and a port from 1 to 65535"));
      case AUTHORITY ->
          Authority.parse(request.getAuthority())
              .map(Named::new)
              .orElseThrow(
                  () -> invalid("authority must be NAME[:PORT], got: " + request.getAuthority()));
      case TARGET_NOT_SET -> throw invalid("target must be addr or authority");
    };
  }

  private static StatusException invalid(String why) {
    return Status.INVALID_ARGUMENT.withDescription(why).asException();
  }
}
