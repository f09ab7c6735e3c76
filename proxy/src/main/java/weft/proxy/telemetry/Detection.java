package weft.proxy.telemetry;

import static java.util.Objects.requireNonNull;

import java.util.EnumMap;
import java.util.Map;

/**
 * How the detection of HTTP went for connections with the same labels. Any thread; made once for a
 * policy. Source: telemetry.md 4.3, 4.4.
 */
public final class Detection {
  /** How it ended. */
  public enum Result {
    NOT_HTTP("not_http"),
    HTTP1("http/1"),
    HTTP2("http/2"),
    READ_TIMEOUT("read_timeout"),
    ERROR("error");

    private final String text;

    Result(String text) {
      this.text = text;
    }
  }

  private final Histogram duration;
  private final Map<Result, Counter> results = new EnumMap<>(Result.class);

  /** All results exist from now on. */
  Detection(Family<Histogram> durations, Family<Counter> results, Labels labels) {
    this.duration = durations.with(labels);
    for (Result result : Result.values()) {
      this.results.put(result, results.with(Labels.of("result", result.text).and(labels)));
    }
  }

  /** A connection's detection took so long. */
  public void ended(Result result, long nanos) {
    requireNonNull(results.get(result)).add();
    duration.observe(nanos);
  }
}
