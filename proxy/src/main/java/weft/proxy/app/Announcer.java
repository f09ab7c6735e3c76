package weft.proxy.app;

import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weft.api.registry.Announcement;
import weft.api.registry.Lease;
import weft.proxy.grpc.Call;
import weft.proxy.grpc.GrpcClient;
import weft.proxy.grpc.Responses;
import weft.proxy.grpc.Status;
import weft.proxy.stack.ExponentialBackoff;
import weft.proxy.stack.Timers;
import weft.proxy.transport.Loop;

/**
 * Keeps an instance of a group registered: announces it on one stream, again at each third of the
 * lease, and anew when the stream ends. An orderly end of the stream withdraws it.
 *
 * <p>Any thread may call; all happens on the control channel's loop. Source: contracts.md 6.
 */
final class Announcer {
  private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);
  private static final String ANNOUNCE = "/weft.registry.v1.Registry/Announce";
  private static final Duration FIRST_LEASE = Duration.ofSeconds(10);
  private static final Duration LEAST_LEASE = Duration.ofSeconds(1);

  /** What it is made of. */
  record Parts(GrpcClient client, Loop loop, ExponentialBackoff backoff, RandomGenerator random) {}

  private final Parts parts;
  private final Announcement.Builder said;
  private final CompletableFuture<Void> farewell = new CompletableFuture<>();
  private Call call = Call.none();
  private Timers.Timer timer = Timers.Timer.UNSET;
  private Duration lease = FIRST_LEASE;
  private int failures;
  private boolean started;
  private boolean answered;
  private boolean leaving;

  /** Announces nothing yet. */
  Announcer(Parts parts, Announcement.Builder instance) {
    this.parts = parts;
    this.said = instance;
  }

  /** Announces the instance, or that its readiness has changed. */
  void ready(boolean ready) {
    parts.loop().execute(() -> announce(ready));
  }

  /** Completes once the control plane knows that the instance goes, or cannot be told. */
  CompletionStage<Void> withdraw() {
    parts.loop().execute(this::leave);
    return farewell;
  }

  private void announce(boolean ready) {
    if (leaving || (started && ready == said.getReady())) {
      return;
    }
    said.setReady(ready);
    LOG.info("Instance {} announced: ready={}", said.getInstance(), ready);
    if (started) {
      renew();
    } else {
      started = true;
      connect();
    }
  }

  private void connect() {
    answered = false;
    call = parts.client().open(ANNOUNCE, new Leases());
    renew();
  }

  private void renew() {
    timer.stop();
    // Armed first: a call that ends within send arms its own.
    timer = parts.loop().after(lease.dividedBy(3), this::renew);
    call.send(said.build().toByteArray());
  }

  private void leave() {
    leaving = true;
    timer.stop();
    if (started && answered) {
      call.finish();
    } else {
      call.cancel();
      farewell.complete(null);
    }
  }

  /** One stream's answers. */
  private final class Leases implements Responses {
    @Override
    public void message(byte[] message) {
      answered = true;
      failures = 0;
      try {
        var given = Lease.parseFrom(message).getExpiresIn();
        var span = Duration.ofSeconds(given.getSeconds(), given.getNanos());
        lease = span.compareTo(LEAST_LEASE) < 0 ? LEAST_LEASE : span;
      } catch (InvalidProtocolBufferException e) {
        LOG.warn("Registry: not a lease: {}", e.getMessage());
      }
    }

    @Override
    public void ended(Status status) {
      timer.stop();
      answered = false;
      if (leaving) {
        farewell.complete(null);
        return;
      }
      var delay = parts.backoff().delay(failures++, parts.random());
      LOG.warn("Registry: {}; announcing anew in {} ms", status, delay.toMillis());
      timer = parts.loop().after(delay, Announcer.this::connect);
    }
  }
}
