package weft.proxy.discover;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import weft.proxy.grpc.Status;
import weft.proxy.transport.Loop;

/**
 * Watches of one kind: one for each request, however many ask for it on however many loops.
 *
 * <p>It is opened for the first subscriber and closed after the last. Who comes later is told at
 * once what has come so far, as one value. After a rejection the next subscriber asks anew. Made
 * and asked on any thread; everything else happens on the control loop, and subscribers are told on
 * theirs, nothing any more once they have cancelled there. Bounded by what is subscribed to.
 *
 * @param <M> an immutable value or change
 */
final class Sharing<M> {
  private final Loop control;
  private final Opener<M> opener;
  private final Merge<M> merge;
  private final Map<ByteString, Shared> watches = new HashMap<>();

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

  Sharing(Loop control, Opener<M> opener, Merge<M> merge) {
    this.control = control;
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
      shared = new Shared(request);
      watches.put(request, shared);
      shared.watch = opener.open(request, shared);
    }
    shared.add(subscriber);
  }

  private void leave(ByteString request, Subscriber<M> subscriber) {
    Shared shared = watches.get(request);
    if (shared != null && shared.subscribers.remove(subscriber) && shared.subscribers.isEmpty()) {
      watches.remove(request);
      shared.watch.cancel();
    }
  }

  private final class Shared implements Watch.Sink<M> {
    private final ByteString request;
    private final List<Subscriber<M>> subscribers = new ArrayList<>();
    private Subscription watch = Subscription.NONE;
    private @Nullable M whole;

    Shared(ByteString request) {
      this.request = request;
    }

    void add(Subscriber<M> subscriber) {
      subscribers.add(subscriber);
      if (whole != null) {
        subscriber.value(whole);
      }
    }

    @Override
    public void value(M next) {
      whole = merge.merge(whole, next);
      subscribers.forEach(subscriber -> subscriber.value(next));
    }

    @Override
    public void rejected(Status status) {
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
