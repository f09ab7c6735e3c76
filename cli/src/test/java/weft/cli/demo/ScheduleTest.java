package weft.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
  @ParameterizedTest
  @ValueSource(longs = {10, 12, 20, 60, 86_400})
  void everyStepHasItsTimeWithinTheDuration(long seconds) {
    var schedule = Schedule.within(Duration.ofSeconds(seconds));
    assertThat(steps(schedule)).isSorted().doesNotHaveDuplicates();
    assertThat(schedule.end()).hasSeconds(seconds);
    assertThat(schedule.end().minus(schedule.controlStart()))
        .as("the last step has time to show its effect")
        .isGreaterThanOrEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void withoutDurationAllStepsComeWithinAMinute() {
    assertThat(steps(Schedule.endless()).subList(0, 6))
        .allMatch(step -> step.compareTo(Duration.ofMinutes(1)) < 0);
  }

  private static List<Duration> steps(Schedule schedule) {
    return List.of(
        schedule.kill(),
        schedule.back(),
        schedule.addition(),
        schedule.edit(),
        schedule.controlStop(),
        schedule.controlStart(),
        schedule.end());
  }
}
