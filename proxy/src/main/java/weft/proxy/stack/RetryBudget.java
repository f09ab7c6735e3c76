package weft.proxy.stack;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many tries may be repeated: a share of those that were not, and so many a second.
 *
 * <p>A bucket of ten slots of time: what is put in or taken out more than {@code ttl} ago no longer
 * counts. Any thread, as the loops of a process share a budget: putting in is an addition without a
 * common place to meet at; taking out, and the change of slots ten times a {@code ttl}, take turns,
 * so that no more is ever taken out than was put in. What is put in while slots change may count a
 * slot longer or not at all. Source: docs/spec/outbound.md 16.2.
 */
public final class RetryBudget {
  private static final int SLOTS = 10;
  private static final int FINE = 1000;

  private final long deposit;
  private final long withdrawal;
  private final long reserve;
  private final long slotNanos;
  private final long began;
  private final LongAdder[] slots = new LongAdder[SLOTS];

  /** The youngest slot, counted from the first one; written in turns only. */
  private volatile long youngest;

  /**
   * What a profile says.
   *
   * @param ttl how long a deposit counts, from 1 s to 60 s
   * @param ratio repeated tries to each that was not, from 0 to 1000
   * @param minPerSecond repeated tries a second in any case
   */
  public record Law(Duration ttl, float ratio, int minPerSecond) {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(60);

    /** Refuses what is out of range, naming it. */
    public Law {
      if (ttl.compareTo(SHORTEST) < 0 || ttl.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException("ttl must be from 1s to 60s, got " + ttl);
      }
      if (!(ratio >= 0 && ratio <= FINE)) {
        throw new IllegalArgumentException("retry ratio must be from 0 to 1000, got " + ratio);
      }
      if (minPerSecond < 0) {
        throw new IllegalArgumentException(
            "min retries per second must be at most 2147483647, got "
                + Integer.toUnsignedString(minPerSecond));
      }
    }
  }

  /** A budget as it begins; {@code nowNanos} is monotonic. */
  public RetryBudget(Law law, long nowNanos) {
    this(law, depositOf(law.ratio()), withdrawalOf(law.ratio()), nowNanos);
  }

  private RetryBudget(Law law, long deposit, long withdrawal, long nowNanos) {
    this.deposit = deposit;
    this.withdrawal = withdrawal;
    double seconds = law.ttl().toMillis() / 1000.0;
    this.reserve = (long) Math.min(law.minPerSecond() * seconds * withdrawal, Long.MAX_VALUE / 4.0);
    this.slotNanos = law.ttl().toNanos() / SLOTS;
    this.began = nowNanos;
    Arrays.setAll(slots, i -> new LongAdder());
  }

  private static long depositOf(float ratio) {
    if (ratio == 0) {
      return 0;
    }
    return ratio <= 1 ? 1 : FINE;
  }

  private static long withdrawalOf(float ratio) {
    if (ratio == 0) {
      return 1;
    }
    return (long) (ratio <= 1 ? 1 / ratio : FINE / ratio);
  }

  /** A try that is not repeated. */
  public void deposit(long nowNanos) {
    long slot = slotOf(nowNanos);
    if (slot > youngest) {
      passTo(slot);
    }
    at(slot).add(deposit);
  }

  /** Whether a try may be repeated; if so, that is taken from the budget. */
  public synchronized boolean withdraw(long nowNanos) {
    passTo(slotOf(nowNanos));
    long sum = reserve;
    for (LongAdder slot : slots) {
      sum += slot.sum();
    }
    if (sum < withdrawal) {
      return false;
    }
    at(youngest).add(-withdrawal);
    return true;
  }

  private long slotOf(long nowNanos) {
    return (nowNanos - began) / slotNanos;
  }

  private LongAdder at(long slot) {
    return slots[(int) (slot % SLOTS)];
  }

  /** A clock that was read before another thread's may be behind; then nothing passes. */
  private synchronized void passTo(long slot) {
    long before = youngest;
    for (long next = Math.max(before, slot - SLOTS) + 1; next <= slot; next++) {
      at(next).reset();
    }
    youngest = Math.max(before, slot);
  }
}
