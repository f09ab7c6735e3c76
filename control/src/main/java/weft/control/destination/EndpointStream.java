package weft.control.destination;

import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import weft.api.destination.NoEndpoints;
import weft.api.destination.Update;
import weft.control.mesh.Mesh;
import weft.control.mesh.MeshFeed;
import weft.control.wire.DeltaOutbox;

/**
 * One open {@code Destination.Get}: remembers what its client knows and sends what changed. Called
 * by its feed only, so never twice at once.
 */
final class EndpointStream implements Consumer<Mesh> {
  private static final int CAPACITY = 100;

  private final MeshFeed feed;
  private final EndpointQuery query;
  private final EndpointSets sets;
  private final DeltaOutbox<Update> outbox;
  private EndpointSets.EndpointSet known = EndpointSets.none();
  private boolean started;

  EndpointStream(
      MeshFeed feed,
      EndpointQuery query,
      EndpointSets sets,
      LongAdder overflows,
      ServerCallStreamObserver<Update> out) {
    this.feed = feed;
    this.query = query;
    this.sets = sets;
    this.outbox = new DeltaOutbox<>(out, CAPACITY, overflows::increment, this::leave);
  }

  @Override
  public void accept(Mesh mesh) {
    var next = sets.of(query, mesh);
    if (!started && next.isEmpty()) {
      // The reference stays silent, and its clients run into their initial timeout.
      outbox.send(noEndpoints(query.exists(mesh)));
    }
    started = true;
    sets.between(query.service(), known, next).forEach(outbox::send);
    known = next;
    if (outbox.hasEnded()) {
      leave();
    }
  }

  private static Update noEndpoints(boolean exists) {
    return Update.newBuilder().setNoEndpoints(NoEndpoints.newBuilder().setExists(exists)).build();
  }

  private void leave() {
    feed.leave(this);
  }
}
