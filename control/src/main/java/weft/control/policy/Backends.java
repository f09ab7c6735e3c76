package weft.control.policy;

import com.google.protobuf.Duration;
import weft.api.destination.WeightedAddr;
import weft.api.meta.Metadata;
import weft.api.outbound.Backend;
import weft.api.outbound.Queue;
import weft.control.mesh.ObjectName;
import weft.control.wire.MetaMessages;
import weft.control.wire.Spans;

/** Where routes send to, as messages (control-plane.md 9.4). */
final class Backends {
  static final Duration DETECT_TIMEOUT = Spans.seconds(10);
  private static final Duration DEFAULT_RTT = Spans.millis(30);
  private static final Duration DECAY = Spans.seconds(10);
  private static final Queue QUEUE =
      Queue.newBuilder().setCapacity(100).setFailfastTimeout(Spans.seconds(3)).build();

  private Backends() {}

  /** Balanced over the endpoints of a service's port. */
  static Backend balanced(ObjectName service, int port, String clusterDomain) {
    var path = service.name() + "." + service.namespace() + ".svc." + clusterDomain + ":" + port;
    return Backend.newBuilder()
        .setMetadata(MetaMessages.service(service.namespace(), service.name(), port))
        .setQueue(QUEUE)
        .setBalancer(
            Backend.BalanceP2c.newBuilder().setDiscovery(discovery(path)).setPeakEwma(load()))
        .build();
  }

  /** To one address, as it is. */
  static Backend forward(Metadata metadata, WeightedAddr address) {
    return Backend.newBuilder().setMetadata(metadata).setQueue(QUEUE).setForward(address).build();
  }

  private static Backend.EndpointDiscovery discovery(String path) {
    return Backend.EndpointDiscovery.newBuilder()
        .setDst(Backend.EndpointDiscovery.DestinationGet.newBuilder().setPath(path))
        .build();
  }

  private static Backend.BalanceP2c.PeakEwma load() {
    return Backend.BalanceP2c.PeakEwma.newBuilder()
        .setDefaultRtt(DEFAULT_RTT)
        .setDecay(DECAY)
        .build();
  }
}
