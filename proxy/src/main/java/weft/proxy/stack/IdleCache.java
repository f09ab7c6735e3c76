package weft.proxy.stack;

import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Values by key, built on first use and kept as long as somebody holds them, and an idle time
 * longer.
 *
 * <p>Bounded: at its limit the value that has been idle longest makes room, and while all are held
 * nothing more is built. An entry is evicted one idle time after its last handle was released. On
 * one loop only. Source: docs/spec/outbound.md 4.3, 30.
 *
 * @param <K> what a value is built for; compared by {@code equals}
 * @param <V> the value
 */
public final class IdleCache<K, V> {
  private final Map<K, Entry> entries = new HashMap<>();
  private final int limit;
  private final Duration idle;
  private final Timers timers;
  private final Factory<? super K, ? extends V> factory;
  private final Consumer<? super V> disposal;

  /** Holds a value in use; released once. */
  public interface Handle<V> {
    V value();

    /** Idempotent. */
    void release();
  }

  /**
   * An empty cache.
   *
   * @param limit most entries
   * @param disposal takes what was evicted; called outside any other call on the value
   */
  public IdleCache(
      int limit,
      Duration idle,
      Timers timers,
      Factory<? super K, ? extends V> factory,
      Consumer<? super V> disposal) {
    this.limit = limit;
    this.idle = idle;
    this.timers = timers;
    this.factory = factory;
    this.disposal = disposal;
  }

  /** A handle on the value for {@code key}; null if the cache is full of values in use. */
  public @Nullable Handle<V> acquire(K key) {
    Entry entry = entries.get(key);
    if (entry == null) {
      if (entries.size() >= limit && !evictLongestIdle()) {
        return null;
      }
      entry = new Entry(key, factory.build(key));
      entries.put(key, entry);
    }
    return entry.hold();
  }

  public int size() {
    return entries.size();
  }

  public int limit() {
    return limit;
  }

  /** Evicts everything, in use or not: the owner goes away. */
  public void clear() {
    for (Iterator<Entry> all = entries.values().iterator(); all.hasNext(); ) {
      Entry entry = all.next();
      all.remove();
      entry.end();
    }
  }

  private boolean evictLongestIdle() {
    Entry oldest = null;
    for (Entry entry : entries.values()) {
      if (entry.holders == 0 && (oldest == null || entry.idleSince - oldest.idleSince < 0)) {
        oldest = entry;
      }
    }
    if (oldest == null) {
      return false;
    }
    oldest.evict();
    return true;
  }

  private final class Entry {
    private final K key;
    private final V value;
    private Timers.Timer timer = Timers.Timer.UNSET;
    private boolean armed;
    private int holders;
    private long idleSince;

    Entry(K key, V value) {
      this.key = key;
      this.value = value;
    }

    Handle<V> hold() {
      holders++;
      return new Hold();
    }

    void evict() {
      entries.remove(key, this);
      end();
    }

    void end() {
      timer.stop();
      disposal.accept(value);
    }

    /** A running timer is left alone, so that a busy entry does not arm one per use. */
    void released() {
      if (--holders == 0 && entries.get(key) == this) {
        idleSince = timers.nanoTime();
        if (!armed) {
          arm(idle);
        }
      }
    }

    private void arm(Duration delay) {
      armed = true;
      timer = timers.after(delay, this::rang);
    }

    private void rang() {
      armed = false;
      if (holders > 0) {
        return;
      }
      Duration left = idle.minusNanos(timers.nanoTime() - idleSince);
      if (left.isPositive()) {
        arm(left);
      } else {
        evict();
      }
    }

    private final class Hold implements Handle<V> {
      private boolean released;

      @Override
      public V value() {
        return value;
      }

      @Override
      public void release() {
        if (!released) {
          released = true;
          Entry.this.released();
        }
      }
    }
  }
}
