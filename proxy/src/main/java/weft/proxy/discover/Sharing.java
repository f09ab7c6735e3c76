package weft.proxy.discover;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import weft.proxy.grpc.Status;
import weft.proxy.stack.Timers.Timer;
import weft.proxy.transport.Loop;

/**
 * Watches of one kind: one for each request, however many ask for it on however many loops.
 *
 * <p>It is opened for the first subscriber and closed after the last. Who comes later is told at
 * once what has come so far, as one value. After a rejection the next subscriber asks anew.
 *
 * <p>What a watch had brought is kept when it is closed. The next watch of the same request begins
 * with that when its stream fails, or says nothing for {@link #PATIENCE} though the control plane
 * would have answered if it were there, so that what was known before it went away stays usable
 * however long nobody used it; the first message replaces it, and NOT_FOUND removes it.
 *
 * <p>Made and asked on any thread; everything else happens on the control loop, and subscribers are
 * told on theirs, nothing any more once they have cancelled there. Bounded by what is subscribed
 * to, and by the number of values that are kept: the longest unused goes first.
 *
 * @param <M> an immutable value or change
 */
final class Sharing<M> {
  /** Less than a request waits for a profile, and more than a control plane in health needs. */
  static final Duration PATIENCE = Duration.ofMillis(200);

  private final Loop control;
  private final BooleanSupplier isAway;
  private final Opener<M> opener;
  private final Merge<M> merge;
  private final Map<ByteString, Shared> watches = new HashMap<>();
  private final Recent<ByteString, M> kept;

  /** Starts the watch of one request. */
  @FunctionalInterface
  interface Opener<M> {
    Subscription open(ByteString request, Watch.Sink<M> sink);
  }

  /** What a value and the next one are together; pure. */
  @FunctionalInterface
  interface Merge<M> {
    M merge(@Nullable M whole, M next);
  }

  /**
   * Watches of one kind.
   *
   * @param limit how many values are kept that nobody watches
   * @param isAway asked when a watch has said nothing in time: is nobody there to say it?
   */
  Sharing(Loop control, int limit, BooleanSupplier isAway, Opener<M> opener, Merge<M> merge) {
    this.control = control;
    this.isAway = isAway;
    this.kept = new Recent<>(limit);
    this.opener = opener;
    this.merge = merge;
  }

  /** Tells {@code listener} on {@code loop} what is watched, as it changes. */
  Subscription subscribe(ByteString request, Loop loop, Discovery.Listener<M> listener) {
    var subscriber = new Subscriber<>(loop, listener);
    control.execute(() -> join(request, subscriber));
    return () -> {
      subscriber.cancelled = true;
      control.execute(() -> leave(request, subscriber));
    };
  }

  private void join(ByteString request, Subscriber<M> subscriber) {
    Shared shared = watches.get(request);
    if (shared == null) {
      shared = new Shared(request, kept.remove(request));
      watches.put(request, shared);
      shared.open();
    }
    shared.add(subscriber);
  }

  private void leave(ByteString request, Subscriber<M> subscriber) {
    Shared shared = watches.get(request);
    if (shared != null && shared.subscribers.remove(subscriber) && shared.subscribers.isEmpty()) {
      watches.remove(request);
      shared.close();
    }
  }

  private final class Shared implements Watch.Sink<M> {
    private final ByteString request;
    private final List<Subscriber<M>> subscribers = new ArrayList<>();
    private Subscription watch = Subscription.NONE;
    private Timer patience = Timer.UNSET;

    /** What subscribers were told. */
    private @Nullable M whole;

    /** What an earlier watch had brought, while this one has brought nothing. */
    private @Nullable M last;

    /** The control plane has said since that there is no such thing. */
    private boolean isGone;

    Shared(ByteString request, @Nullable M last) {
      this.request = request;
      this.last = last;
    }

    void open() {
      if (last != null) {
        patience = control.after(PATIENCE, this::late);
      }
      watch = opener.open(request, this);
    }

    void close() {
      patience.stop();
      watch.cancel();
      M known = whole == null ? last : whole;
      if (known != null && !isGone) {
        kept.put(request, known);
      }
    }

    void add(Subscriber<M> subscriber) {
      subscribers.add(subscriber);
      if (whole != null) {
        subscriber.value(whole);
      }
    }

    @Override
    public void value(M next) {
      isGone = false;
      forget();
      tell(next);
    }

    private void tell(M next) {
      whole = merge.merge(whole, next);
      subscribers.forEach(subscriber -> subscriber.value(next));
    }

    private void forget() {
      patience.stop();
      last = null;
    }

    private void late() {
      if (isAway.getAsBoolean()) {
        recall();
      }
    }

    private void recall() {
      M known = last;
      if (known != null) {
        forget();
        tell(known);
      }
    }

    @Override
    public void failed(Status status) {
      if (status.code() == Status.NOT_FOUND) {
        isGone = true;
        forget();
      } else {
        recall();
      }
    }

    @Override
    public void rejected(Status status) {
      forget();
      watches.remove(request);
      subscribers.forEach(subscriber -> subscriber.rejected(status));
    }
  }

  private static final class Subscriber<M> {
    private final Loop loop;
    private final Discovery.Listener<M> listener;
    private volatile boolean cancelled;

    Subscriber(Loop loop, Discovery.Listener<M> listener) {
      this.loop = loop;
      this.listener = listener;
    }

    void value(M value) {
      tell(() -> listener.value(value));
    }

    void rejected(Status status) {
      tell(() -> listener.rejected(status));
    }

    private void tell(Runnable what) {
      loop.execute(
          () -> {
            if (!cancelled) {
              what.run();
            }
          });
    }
  }
}
