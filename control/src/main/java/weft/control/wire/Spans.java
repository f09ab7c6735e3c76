package weft.control.wire;

import com.google.protobuf.Duration;

/** Durations as messages. */
public final class Spans {
  private Spans() {}

  public static Duration of(java.time.Duration duration) {
    return Duration.newBuilder()
        .setSeconds(duration.getSeconds())
        .setNanos(duration.getNano())
        .build();
  }

  public static Duration seconds(long seconds) {
    return Duration.newBuilder().setSeconds(seconds).build();
  }

  public static Duration millis(long millis) {
    return of(java.time.Duration.ofMillis(millis));
  }
}
