package weft.proxy.discover;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weft.proxy.config.ControlConfig.StreamLimits;
import weft.proxy.grpc.Call;
import weft.proxy.grpc.GrpcClient;
import weft.proxy.grpc.Responses;
import weft.proxy.grpc.Status;
import weft.proxy.stack.ExponentialBackoff;
import weft.proxy.stack.Timers.Timer;
import weft.proxy.transport.Loop;

/**
 * One stream of the control plane, opened again whenever it ends, for ever.
 *
 * <p>A stream that had brought a message and breaks is opened again at once. Further failures wait
 * by the backoff, which begins anew with a stream that brought a message and lasted for {@link
 * #LASTING}; so streams that flap cost no more than those that fail. While the channel is out of
 * order a watch waits for its return, but never longer than the backoff says. A stream without a
 * first message in time has failed; one that then says nothing for long, or is old, is replaced,
 * and what it said stays. A status that says the request itself is wrong ends the watch. Made and
 * cancelled on any thread; everything else happens on the control loop. Source:
 * docs/spec/outbound.md 4.1, 4.2, 4.5; docs/spec/inbound.md 5.5.
 *
 * @param <M> a decoded message
 */
final class Watch<M> implements Subscription {
  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

  /** How long a stream must last to be one that works. */
  static final Duration LASTING = Duration.ofSeconds(1);

  /** As many failures in a row are said. */
  private static final int WORTH_SAYING = 5;

  private final Source source;
  private final Decoder<M> decoder;
  private final Sink<? super M> sink;
  private final Runnable again = this::again;
  private boolean cancelled;
  private Timer pause = Timer.UNSET;
  private Stream stream = new Stream(0);
  private int failures;
  private int said = Status.OK;

  /**
   * Where messages come from.
   *
   * @param client of the control loop
   * @param outage of its channel
   * @param limits of one stream
   * @param background decodes, in the order of its tasks
   */
  record Source(
      GrpcClient client,
      Outage outage,
      StreamLimits limits,
      Loop loop,
      Executor background,
      ExponentialBackoff backoff,
      RandomGenerator random,
      String path,
      ByteString request) {}

  /** Turns a message's bytes into what the subscriber wants. On the second executor. */
  @FunctionalInterface
  interface Decoder<M> {
    M decode(byte[] message) throws InvalidProtocolBufferException;
  }

  /** What becomes of a watch. On the control loop, or its tail. */
  interface Sink<M> {
    void value(M value);

    /** A stream begins, at first or again. */
    default void opened() {}

    /** A stream ended; another follows. */
    default void failed(Status status) {}

    /** There will be no more: the request is refused for good. */
    void rejected(Status status);

    /** Whether asking again is of no use. */
    default boolean isFinal(Status status) {
      return status.isFinal();
    }
  }

  private Watch(Source source, Decoder<M> decoder, Sink<? super M> sink) {
    this.source = source;
    this.decoder = decoder;
    this.sink = sink;
  }

  /** Starts to watch. */
  static <M> Subscription start(Source source, Decoder<M> decoder, Sink<? super M> sink) {
    var watch = new Watch<M>(source, decoder, sink);
    source.loop.execute(watch::open);
    return watch;
  }

  @Override
  public void cancel() {
    source.loop.execute(this::end);
  }

  private void end() {
    cancelled = true;
    stopPausing();
    stream.cancel();
  }

  private void open() {
    if (!cancelled) {
      sink.opened();
      stream = new Stream(source.loop.nanoTime());
      stream.open();
    }
  }

  private void ended(Status status, boolean worked, long lastedNanos) {
    if (cancelled) {
      return;
    }
    if (!status.isOk() && sink.isFinal(status)) {
      LOG.debug("{} refused: {}", source.path, status);
      cancelled = true;
      sink.rejected(status);
      return;
    }
    sink.failed(status);
    if (worked && lastedNanos >= LASTING.toNanos()) {
      failures = 0;
      said = Status.OK;
    }
    boolean isFirst = failures == 0;
    failures++;
    say(status);
    if (isFirst && worked && !status.isOk()) {
      open();
    } else {
      pause(source.backoff.delay(failures - 1, source.random));
    }
  }

  /** An unusual end is said once, a usual one when it comes again and again. */
  private void say(Status status) {
    if (failures == WORTH_SAYING) {
      LOG.warn("{} ends again and again, at last with {}", source.path, status);
    } else if (status.code() == said || isUsual(status)) {
      LOG.debug("{} ended: {}", source.path, status);
    } else {
      said = status.code();
      LOG.warn("{} ended: {}", source.path, status);
    }
  }

  private static boolean isUsual(Status status) {
    return status.isOk()
        || status.code() == Status.UNAVAILABLE
        || status.code() == Status.NOT_FOUND;
  }

  private void pause(Duration longest) {
    pause = source.loop.after(longest, again);
    if (source.outage.lasts()) {
      source.outage.await(again);
    }
  }

  private void stopPausing() {
    pause.stop();
    source.outage.forget(again);
  }

  private void again() {
    stopPausing();
    open();
  }

  private void decoded(M value) {
    if (!cancelled) {
      sink.value(value);
    }
  }

  private final class Stream implements Responses {
    private final long openedNanos;
    private Call call = Call.none();
    private Timer silence = Timer.UNSET;
    private Timer age = Timer.UNSET;
    private boolean worked;
    private boolean over;

    Stream(long openedNanos) {
      this.openedNanos = openedNanos;
    }

    void open() {
      Duration initial = source.limits.initial();
      Duration lifetime = source.limits.lifetime();
      if (initial != null) {
        silence = source.loop.after(initial, () -> replace(late(initial)));
      }
      if (lifetime != null) {
        age = source.loop.after(lifetime, () -> replace(DONE));
      }
      call = source.client.call(source.path, source.request.toByteArray(), this);
      if (over) {
        stopTimers();
      }
    }

    private static Status late(Duration limit) {
      return new Status(
          Status.DEADLINE_EXCEEDED, "no message within " + limit.toMillis() + "ms of its start");
    }

    private void replace(Status status) {
      call.cancel();
      ended(status);
    }

    private void stopTimers() {
      silence.stop();
      age.stop();
    }

    void cancel() {
      stopTimers();
      call.cancel();
    }

    @Override
    public void message(byte[] message) {
      worked = true;
      source.outage.heard();
      silence.stop();
      Duration idle = source.limits.idle();
      if (idle != null) {
        silence = source.loop.after(idle, () -> replace(DONE));
      }
      source.background.execute(() -> decode(message));
    }

    private void decode(byte[] message) {
      try {
        M value = decoder.decode(message);
        source.loop.execute(() -> decoded(value));
      } catch (InvalidProtocolBufferException e) {
        LOG.warn("{}: message that cannot be read: {}", source.path, e.getMessage());
      }
    }

    /** The end is taken after the messages before it, which are decoded elsewhere. */
    @Override
    public void ended(Status status) {
      over = true;
      stopTimers();
      long lasted = source.loop.nanoTime() - openedNanos;
      source.background.execute(
          () -> source.loop.execute(() -> Watch.this.ended(status, worked, lasted)));
    }
  }

  /** As if the control plane had ended it in order. */
  private static final Status DONE = new Status(Status.OK, "");
}
