package weft.cli.demo;

import java.time.Duration;

/**
 * When what is disturbed, counted from the start of the load. One step waits for the one before, so
 * on a slow machine they come later, never together.
 */
record Schedule(
    Duration kill,
    Duration back,
    Duration addition,
    Duration edit,
    Duration controlStop,
    Duration controlStart,
    Duration end) {

  /** Shorter ones have no room for a step to show its effect. */
  static final Duration SHORTEST = Duration.ofSeconds(10);

  private static final Duration OPEN_END = Duration.ofSeconds(60);

  /** All steps within the duration. */
  static Schedule within(Duration duration) {
    return new Schedule(
        share(duration, 15),
        share(duration, 25),
        share(duration, 35),
        share(duration, 55),
        share(duration, 65),
        share(duration, 80),
        duration);
  }

  /** As in a minute, and then for as long as anybody watches. */
  static Schedule endless() {
    var minute = within(OPEN_END);
    return new Schedule(
        minute.kill,
        minute.back,
        minute.addition,
        minute.edit,
        minute.controlStop,
        minute.controlStart,
        Duration.ofDays(36_500));
  }

  private static Duration share(Duration duration, int percent) {
    return duration.multipliedBy(percent).dividedBy(100);
  }
}
