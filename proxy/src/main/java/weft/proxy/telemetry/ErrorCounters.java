package weft.proxy.telemetry;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The counters of one target's errors, by the label {@code error}. Any thread. Errors are named by
 * us, so there are few. Source: telemetry.md 3.5.
 */
public final class ErrorCounters {
  private static final String ERROR = "error";

  private final Function<String, Counter> maker;
  private final Map<String, Counter> known = new ConcurrentHashMap<>();

  private ErrorCounters(Function<String, Counter> maker) {
    this.maker = maker;
  }

  /** With {@code error} as the first label. */
  public static ErrorCounters leading(Family<Counter> family, Labels rest) {
    return new ErrorCounters(error -> family.with(Labels.of(ERROR, error).and(rest)));
  }

  /** With {@code error} as the last label. */
  public static ErrorCounters trailing(Family<Counter> family, Labels rest) {
    return new ErrorCounters(error -> family.with(rest.and(ERROR, error)));
  }

  public void add(String error) {
    declare(error).add();
  }

  /** Makes the series exist. */
  Counter declare(String error) {
    Counter counter = known.get(error);
    return counter == null ? known.computeIfAbsent(error, maker) : counter;
  }
}
