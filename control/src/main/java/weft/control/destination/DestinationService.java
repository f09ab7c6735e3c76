package weft.control.destination;

import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.atomic.LongAdder;
import weft.api.destination.DestinationProfile;
import weft.api.destination.GetDestination;
import weft.api.destination.Update;
import weft.control.mesh.Mesh;
import weft.control.mesh.MeshFeed;
import weft.control.mesh.ObjectName;
import weft.control.mesh.Service;
import weft.control.wire.ContextToken;
import weft.control.wire.Target;
import weft.control.wire.ValueWatch;

/** Answers both methods of Destination from the mesh in force. Any thread. */
public final class DestinationService {
  private final MeshFeed feed;
  private final EndpointSets sets = new EndpointSets();
  private final LongAdder overflows = new LongAdder();

  public DestinationService(MeshFeed feed) {
    this.feed = feed;
  }

  /** How many endpoint streams were ended because their client did not read. */
  public long overflows() {
    return overflows.sum();
  }

  /** {@code Destination.Get}; errors before the stream starts: control-plane.md 3.2. */
  public void get(GetDestination request, ServerCallStreamObserver<Update> out) {
    try {
      var query = EndpointQuery.of(target(request), client(request), feed.current());
      feed.watch(new EndpointStream(feed, query, sets, overflows, out));
    } catch (StatusException e) {
      out.onError(e);
    }
  }

  /** {@code Destination.GetProfile}; dispatch and errors: control-plane.md 4.1, 4.2. */
  public void getProfile(GetDestination request, ServerCallStreamObserver<DestinationProfile> out) {
    try {
      ValueWatch.open(feed, new ProfileView(target(request), client(request)), out);
    } catch (StatusException e) {
      out.onError(e);
    }
  }

  private Target target(GetDestination request) throws StatusException {
    return Target.parse(request.getPath(), feed.current().settings().clusterDomain());
  }

  private static ContextToken client(GetDestination request) {
    return ContextToken.parse(request.getContextToken());
  }

  /** The service of a name; the reference answers UNKNOWN to GetProfile where there is none. */
  static Service require(Mesh mesh, ObjectName name) throws StatusException {
    var service =
        mesh.service(name)
            .orElseThrow(() -> status(Status.NOT_FOUND, "Service " + name + " does not exist"));
    if (service.external()) {
      throw status(Status.INVALID_ARGUMENT, "Service " + name + " is of type ExternalName");
    }
    return service;
  }

  static StatusException status(Status status, String why) {
    return status.withDescription(why).asException();
  }
}
