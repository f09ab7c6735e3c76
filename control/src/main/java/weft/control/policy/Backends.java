package weft.control.policy;

import com.google.protobuf.Duration;
import java.util.Optional;
import weft.api.destination.WeightedAddr;
import weft.api.meta.Metadata;
import weft.api.outbound.Backend;
import weft.api.outbound.Backend.BalanceP2c;
import weft.api.outbound.Queue;
import weft.control.mesh.MeshSettings;
import weft.control.mesh.ObjectName;
import weft.control.mesh.ParentTraffic.Bias;
import weft.control.mesh.Service;
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

  /** Balanced over the endpoints of a service's port, by what its annotations say. */
  static Backend balanced(Service service, int port, MeshSettings settings) {
    return balanced(service.meta().id(), port, settings.clusterDomain(), service.traffic().bias());
  }

  /** Balanced over the endpoints of a service's port, whether it exists or not. */
  static Backend balanced(ObjectName service, int port, String clusterDomain, Optional<Bias> bias) {
    var path = service.name() + "." + service.namespace() + ".svc." + clusterDomain + ":" + port;
    var balancer = BalanceP2c.newBuilder().setDiscovery(discovery(path));
    bias.ifPresentOrElse(
        found -> balancer.setPenaltyPeakEwma(penalty(found)), () -> balancer.setPeakEwma(load()));
    return Backend.newBuilder()
        .setMetadata(MetaMessages.service(service.namespace(), service.name(), port))
        .setQueue(QUEUE)
        .setBalancer(balancer)
        .build();
  }

  /** The same backend for bytes that nobody parses: there are no failures to penalize. */
  static Backend unbiased(Backend backend) {
    return backend.getBalancer().hasPenaltyPeakEwma()
        ? backend.toBuilder()
            .setBalancer(backend.getBalancer().toBuilder().setPeakEwma(load()))
            .build()
        : backend;
  }

  /** To one address, as it is. */
  static Backend forward(Metadata metadata, WeightedAddr address) {
    return Backend.newBuilder().setMetadata(metadata).setQueue(QUEUE).setForward(address).build();
  }

  /** Nothing can be sent there: a filter answers before. */
  static Backend nowhere(Metadata metadata) {
    return Backend.newBuilder().setMetadata(metadata).setQueue(QUEUE).build();
  }

  private static Backend.EndpointDiscovery discovery(String path) {
    return Backend.EndpointDiscovery.newBuilder()
        .setDst(Backend.EndpointDiscovery.DestinationGet.newBuilder().setPath(path))
        .build();
  }

  private static BalanceP2c.PeakEwma load() {
    return BalanceP2c.PeakEwma.newBuilder().setDefaultRtt(DEFAULT_RTT).setDecay(DECAY).build();
  }

  private static BalanceP2c.PenaltyPeakEwma penalty(Bias bias) {
    return BalanceP2c.PenaltyPeakEwma.newBuilder()
        .setDefaultRtt(DEFAULT_RTT)
        .setDecay(DECAY)
        .setPenalty(Spans.of(bias.penalty()))
        .setMaxRetryAfter(Spans.of(bias.maxRetryAfter()))
        .setPenaltyDecay(DECAY)
        .build();
  }
}
