package weft.control.registry;

import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.StreamObserver;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weft.api.registry.Announcement;
import weft.api.registry.Lease;
import weft.control.identity.Peer;
import weft.control.mesh.MeshFeed;
import weft.control.wire.Spans;

/**
 * Answers {@code Registry.Announce}. Each announcement is answered with a lease; a stream that its
 * client ends in order withdraws the instance, one that breaks leaves it the rest of its lease. Any
 * thread.
 */
public final class RegistryService {
  private static final Logger log = LoggerFactory.getLogger(RegistryService.class);

  private final MeshFeed feed;
  private final Registrations registrations;

  public RegistryService(MeshFeed feed, Registrations registrations) {
    this.feed = feed;
    this.registrations = registrations;
  }

  /**
   * Opens a stream.
   *
   * @param peer who announces; null on a port without TLS
   */
  public StreamObserver<Announcement> announce(@Nullable Peer peer, StreamObserver<Lease> out) {
    return new Stream(peer, out);
  }

  /** One client, which may announce one instance; gRPC calls it by one thread at a time. */
  private final class Stream implements StreamObserver<Announcement> {
    private final @Nullable Peer peer;
    private final StreamObserver<Lease> out;
    private Registration.@Nullable Key key;
    private boolean ended;

    Stream(@Nullable Peer peer, StreamObserver<Lease> out) {
      this.peer = peer;
      this.out = out;
    }

    @Override
    public void onNext(Announcement said) {
      if (ended) {
        return;
      }
      try {
        register(new Registrar(feed.current(), peer).judge(said));
        out.onNext(Lease.newBuilder().setExpiresIn(Spans.of(Registrations.LEASE)).build());
      } catch (StatusException e) {
        refuse(e);
      }
    }

    /** Who may not announce loses what it has announced; who said it wrongly has its lease left. */
    private void refuse(StatusException why) {
      log.warn("{}, from {}", why.getStatus().getDescription(), peer);
      if (key != null && why.getStatus().getCode() == Status.Code.PERMISSION_DENIED) {
        registrations.withdraw(key, this);
      }
      end();
      out.onError(why);
    }

    private void register(Registration registration) throws StatusException {
      if (key != null && !key.equals(registration.key())) {
        throw Status.INVALID_ARGUMENT
            .withDescription("registry: a stream announces one instance, this one " + key)
            .asException();
      }
      key = registration.key();
      if (!registrations.put(registration, this)) {
        throw Status.RESOURCE_EXHAUSTED
            .withDescription("registry: too many instances are registered")
            .asException();
      }
    }

    @Override
    public void onError(Throwable why) {
      end();
    }

    private void end() {
      ended = true;
      if (key != null) {
        registrations.disown(key, this);
      }
    }

    @Override
    public void onCompleted() {
      if (!ended) {
        ended = true;
        if (key != null) {
          registrations.withdraw(key, this);
        }
        out.onCompleted();
      }
    }
  }
}
