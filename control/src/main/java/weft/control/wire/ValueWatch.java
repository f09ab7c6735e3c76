package weft.control.wire;

import io.grpc.StatusException;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.Optional;
import java.util.function.Consumer;
import weft.control.mesh.Mesh;
import weft.control.mesh.MeshFeed;

/** One open stream whose value follows from the mesh alone. */
public final class ValueWatch<T> implements Consumer<Mesh> {

  /** How the value follows. Pure. */
  @FunctionalInterface
  public interface View<T> {
    /**
     * What the client should have.
     *
     * @return empty ends the stream with OK
     * @throws StatusException ends the stream with that status
     */
    Optional<T> of(Mesh mesh) throws StatusException;
  }

  private final MeshFeed feed;
  private final View<T> view;
  private final ValueOutbox<T> outbox;

  private ValueWatch(MeshFeed feed, View<T> view, ServerCallStreamObserver<T> out) {
    this.feed = feed;
    this.view = view;
    this.outbox = new ValueOutbox<>(out, this::leave);
  }

  /** Sends the value now and after each change, until an end. Call inside the call's method. */
  public static <T> void open(MeshFeed feed, View<T> view, ServerCallStreamObserver<T> out) {
    feed.watch(new ValueWatch<>(feed, view, out));
  }

  @Override
  public void accept(Mesh mesh) {
    try {
      view.of(mesh).ifPresentOrElse(outbox::send, outbox::complete);
    } catch (StatusException e) {
      outbox.fail(e);
    }
    if (outbox.hasEnded()) {
      leave();
    }
  }

  private void leave() {
    feed.leave(this);
  }
}
