package weft.control.policy;

import io.grpc.StatusException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import weft.api.outbound.OutboundPolicy;
import weft.api.outbound.TrafficSpec;
import weft.control.mesh.Mesh;
import weft.control.mesh.MeshFeed;
import weft.control.wire.ValueWatch;
import weft.control.wire.WorkloadName;

/** Answers both methods of OutboundPolicies (control-plane.md 9.1). Any thread. */
public final class OutboundService {
  private final MeshFeed feed;

  public OutboundService(MeshFeed feed) {
    this.feed = feed;
  }

  public void get(TrafficSpec request, StreamObserver<OutboundPolicy> out) {
    try {
      out.onNext(query(request).policy(feed.current()));
      out.onCompleted();
    } catch (StatusException e) {
      out.onError(e);
    }
  }

  public void watch(TrafficSpec request, ServerCallStreamObserver<OutboundPolicy> out) {
    try {
      ValueWatch.open(feed, query(request), out);
    } catch (StatusException e) {
      out.onError(e);
    }
  }

  private static Query query(TrafficSpec request) throws StatusException {
    // Which routes a client sees depends on its namespace.
    var source = WorkloadName.parse(request.getSourceWorkload());
    return new Query(source.namespace(), TrafficTarget.of(request));
  }

  /** What the clients of a namespace want to reach. */
  private record Query(String namespace, TrafficTarget target)
      implements ValueWatch.View<OutboundPolicy> {
    @Override
    public Optional<OutboundPolicy> of(Mesh mesh) throws StatusException {
      return Optional.of(policy(mesh));
    }

    OutboundPolicy policy(Mesh mesh) throws StatusException {
      return new OutboundPolicies(mesh, namespace).of(target);
    }
  }
}
