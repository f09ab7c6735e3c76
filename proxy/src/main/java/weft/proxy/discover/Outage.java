package weft.proxy.discover;

import java.util.LinkedHashSet;
import java.util.Set;
import weft.proxy.stack.Readiness;
import weft.proxy.transport.Loop;

/**
 * Whether somebody is at the other end of a channel.
 *
 * <p>Who waits for a channel that fails everything at once, as nobody can be reached, is called in
 * a turn of its own when it takes calls again. Made before the loop uses the channel, then on the
 * loop only; bounded by who waits.
 */
final class Outage {
  private final Readiness channel;
  private final Loop loop;
  private final Set<Runnable> waiting = new LinkedHashSet<>();
  private boolean overdue;

  Outage(Readiness channel, Loop loop) {
    this.channel = channel;
    this.loop = loop;
    channel.onChange(this::changed);
  }

  boolean lasts() {
    return !channel.isReady();
  }

  /** Something was said. */
  void heard() {
    overdue = false;
  }

  /** An answer that is always given at once did not come. Always true. */
  boolean isOverdue() {
    overdue = true;
    return true;
  }

  /**
   * Whether a stream is silent because nobody is there, and not because there is nothing to say.
   */
  boolean isEvident() {
    return overdue || !channel.obstacle().isEmpty();
  }

  /** Calls {@code back} once when it is over, unless forgotten before. */
  void await(Runnable back) {
    waiting.add(back);
  }

  void forget(Runnable back) {
    waiting.remove(back);
  }

  private void changed() {
    if (channel.isReady() && !waiting.isEmpty()) {
      loop.execute(this::end);
    }
  }

  private void end() {
    for (Runnable back : Set.copyOf(waiting)) {
      if (waiting.remove(back)) {
        back.run();
      }
    }
  }
}
