package weft.proxy.config;

import java.time.Duration;
import java.util.List;

/**
 * Growing waits between tries: {@code min} doubled each time, at most {@code max}, plus a random
 * share of up to {@code jitter} times the wait, in total at most {@code max}. Source: config.md 2.
 */
public record Backoff(Duration min, Duration max, double jitter) {
  private static final Backoff NONE = new Backoff(Duration.ZERO, Duration.ZERO, 0);

  /** The triple of variables that describe one backoff. */
  record Entries(Entry<Duration> min, Entry<Duration> max, Entry<Double> jitter) {
    static Entries of(String base, String min, String max, String what) {
      return new Entries(
          Entry.linkerd(base + "_MIN", Syntax.DURATION, min, "First wait before " + what + "."),
          Entry.linkerd(base + "_MAX", Syntax.DURATION, max, "Longest wait before " + what + "."),
          Entry.linkerd(
              base + "_JITTER",
              Syntax.FLOAT,
              "0.1",
              "Random share added to each wait before "
                  + what
                  + ", 0 to 100; 0 where only the other two are set."));
    }

    List<Entry<?>> all() {
      return List.of(min, max, jitter);
    }

    /** All three, or minimum and maximum, or none; any where that was a problem. */
    Backoff read(Env env) {
      boolean given = env.has(min) || env.has(max) || env.has(jitter);
      if (given && !(env.has(min) && env.has(max))) {
        env.problem(
            "You need to specify either all of "
                + min.name()
                + " "
                + max.name()
                + " "
                + jitter.name()
                + " or none of them to use the default backoff");
        return NONE;
      }
      double share = given && !env.has(jitter) ? 0 : env.get(jitter);
      return checked(env, new Backoff(env.get(min), env.get(max), share));
    }

    private Backoff checked(Env env, Backoff backoff) {
      boolean ordered = backoff.min.compareTo(backoff.max) <= 0 && !backoff.max.isZero();
      if (ordered && backoff.jitter >= 0 && backoff.jitter <= 100) {
        return backoff;
      }
      env.problem(
          "Invalid backoff "
              + min.name()
              + "="
              + backoff.min
              + " "
              + max.name()
              + "="
              + backoff.max
              + " "
              + jitter.name()
              + "="
              + backoff.jitter
              + ": needs min <= max, max > 0, 0 <= jitter <= 100");
      return NONE;
    }
  }
}
