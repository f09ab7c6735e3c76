package weft.proxy.h1;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import weft.proxy.http.Header;
import weft.proxy.stack.Timers;
import weft.proxy.stack.Timers.Timer;

/**
 * Idle connections of one pool: last in, first out for each key, and closed when they are old.
 *
 * <p>One alarm for all: it is armed while anything is kept, and rings when the oldest is due. On
 * the pool's loop.
 */
final class IdleClients {
  private final Timers timers;
  private final H1Pool.Idle bounds;
  private final Map<Header, Stack> origin = new HashMap<>();
  private final Map<Header, Stack> absolute = new HashMap<>();
  private Timer alarm = Timer.UNSET;
  private boolean armed;
  private boolean closed;
  private int count;

  IdleClients(Timers timers, H1Pool.Idle bounds) {
    this.timers = timers;
    this.bounds = bounds;
  }

  private Map<Header, Stack> stacks(boolean ofAbsolute) {
    return ofAbsolute ? absolute : origin;
  }

  @Nullable H1Client take(boolean ofAbsolute, Header key) {
    Stack stack = stacks(ofAbsolute).get(key);
    Entry entry = stack == null ? null : stack.entries.pollLast();
    if (entry == null) {
      return null;
    }
    count--;
    return entry.client;
  }

  /** Keeps it, or closes it if there are too many. */
  void put(boolean ofAbsolute, Header key, H1Client client) {
    if (closed || count >= bounds.max() || origin.size() + absolute.size() > bounds.max()) {
      client.close();
      return;
    }
    count++;
    stacks(ofAbsolute)
        .computeIfAbsent(key, k -> new Stack())
        .entries
        .addLast(new Entry(client, timers.nanoTime()));
    if (!armed) {
      arm(bounds.timeout());
    }
  }

  /** It is no more; it need not be here. */
  void remove(boolean ofAbsolute, Header key, H1Client client) {
    Stack stack = stacks(ofAbsolute).get(key);
    if (stack != null && stack.entries.removeIf(entry -> entry.client == client)) {
      count--;
    }
  }

  void close() {
    closed = true;
    alarm.stop();
    closeOlderThan(Long.MIN_VALUE);
  }

  private void arm(Duration delay) {
    armed = true;
    alarm = timers.after(delay, this::sweep);
  }

  private void sweep() {
    armed = false;
    long oldest = closeOlderThan(bounds.timeout().toNanos());
    if (!origin.isEmpty() || !absolute.isEmpty()) {
      arm(bounds.timeout().minusNanos(Math.max(0, oldest)));
    }
  }

  /** Closes what has been idle for {@code nanos}; the age of the oldest that stays. */
  private long closeOlderThan(long nanos) {
    long now = timers.nanoTime();
    List<H1Client> old = new ArrayList<>();
    long oldest = Math.max(drop(origin, now, nanos, old), drop(absolute, now, nanos, old));
    count -= old.size();
    for (H1Client client : old) {
      client.close();
    }
    return oldest;
  }

  private static long drop(Map<Header, Stack> stacks, long now, long nanos, List<H1Client> old) {
    long oldest = 0;
    Iterator<Stack> all = stacks.values().iterator();
    while (all.hasNext()) {
      ArrayDeque<Entry> entries = all.next().entries;
      Entry first = entries.peekFirst();
      while (first != null && now - first.since >= nanos) {
        old.add(entries.removeFirst().client);
        first = entries.peekFirst();
      }
      if (first == null) {
        all.remove();
      } else {
        oldest = Math.max(oldest, now - first.since);
      }
    }
    return oldest;
  }

  private static final class Stack {
    final ArrayDeque<Entry> entries = new ArrayDeque<>(4);
  }

  private record Entry(H1Client client, long since) {}
}
