package weft.control.policy;

import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import weft.api.inbound.PortSpec;
import weft.api.inbound.Server;
import weft.control.mesh.Mesh;
import weft.control.mesh.MeshFeed;
import weft.control.mesh.ObjectName;
import weft.control.wire.ValueWatch;
import weft.control.wire.WorkloadName;

/** Answers both methods of InboundServerPolicies (control-plane.md 8.2). Any thread. */
public final class InboundService {
  private static final int MOST_PORT = 65535;

  private final MeshFeed feed;

  public InboundService(MeshFeed feed) {
    this.feed = feed;
  }

  public void getPort(PortSpec request, StreamObserver<Server> out) {
    try {
      out.onNext(require(Query.of(request)));
      out.onCompleted();
    } catch (StatusException e) {
      out.onError(e);
    }
  }

  /** A workload that goes while it is watched ends the stream with OK. */
  public void watchPort(PortSpec request, ServerCallStreamObserver<Server> out) {
    try {
      var query = Query.of(request);
      require(query);
      ValueWatch.open(feed, query, out);
    } catch (StatusException e) {
      out.onError(e);
    }
  }

  private Server require(Query query) throws StatusException {
    return query
        .of(feed.current())
        .orElseThrow(
            () ->
                Status.NOT_FOUND
                    .withDescription("ExternalWorkload " + query.workload() + " does not exist")
                    .asException());
  }

  /** One port of one workload. */
  private record Query(ObjectName workload, int port) implements ValueWatch.View<Server> {
    static Query of(PortSpec request) throws StatusException {
      int port = request.getPort();
      if (port <= 0 || port > MOST_PORT) {
        throw Status.INVALID_ARGUMENT
            .withDescription("port must be from 1 to 65535, got: " + Integer.toUnsignedString(port))
            .asException();
      }
      return new Query(WorkloadName.parse(request.getWorkload()), port);
    }

    @Override
    public Optional<Server> of(Mesh mesh) {
      return mesh.workload(workload)
          .map(present -> InboundPolicy.of(present, port, mesh.settings()));
    }
  }
}
