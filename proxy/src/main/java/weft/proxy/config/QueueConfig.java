package weft.proxy.config;

import java.time.Duration;
import java.util.List;

/** A bounded queue, and how long its service may be unready before the waiting ones fail. */
public record QueueConfig(int capacity, Duration failFast) {

  /** The two variables of a queue. */
  record Entries(Entry<Integer> capacity, Entry<Duration> failFast) {
    static Entries of(String base, String failFast, String what) {
      return new Entries(
          Entry.linkerd(
              base + "_QUEUE_CAPACITY", Syntax.SIZE, "10000", "Longest queue of " + what + "."),
          Entry.linkerd(
              base + "_FAILFAST_TIMEOUT",
              Syntax.DURATION,
              failFast,
              "Longest time unready before waiting " + what + " fail."));
    }

    List<Entry<?>> all() {
      return List.of(capacity, failFast);
    }

    QueueConfig read(Env env) {
      return new QueueConfig(env.get(capacity), env.get(failFast));
    }
  }
}
