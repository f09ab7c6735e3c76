package weft.proxy.http;

import java.time.Duration;

/** Durations as messages print them: {@code 300ms}, {@code 1s}, {@code 2.5s}. */
final class Durations {
  private Durations() {}

  static String print(Duration duration) {
    long millis = duration.toMillis();
    if (millis < 1000) {
      return millis + "ms";
    }
    return millis % 1000 == 0 ? millis / 1000 + "s" : millis / 1000.0 + "s";
  }
}
