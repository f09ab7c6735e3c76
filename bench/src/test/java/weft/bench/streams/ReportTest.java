package weft.bench.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReportTest {
  private static final long MILLI = 1_000_000;
  private static final Memory MEMORY = new Memory(90, 70, 10, 3);

  private static Report report(String losses, long... nanos) {
    var edit = new Edit(new Times(2, nanos), Duration.ofMillis(40));
    return new Report(
        new Size(1, 2, 4, 1),
        new Times(2, MILLI, 2 * MILLI),
        List.of(edit),
        MEMORY,
        MEMORY,
        losses);
  }

  @Test
  void eachStreamMustHaveEachUpdateWithinASecond() {
    assertThat(report("", 5 * MILLI, 1000 * MILLI).passed()).isTrue();
    assertThat(report("", 5 * MILLI, 1001 * MILLI).passed()).isFalse();
    assertThat(report("", 5 * MILLI).passed()).as("one stream had none").isFalse();
    assertThat(report("1 lost", 5 * MILLI, 6 * MILLI).passed()).isFalse();
  }

  @Test
  void itIsTold() {
    assertThat(report("", 5 * MILLI).text())
        .contains("2 streams over 1 connections")
        .contains("edit 1", "last     5 ms, only 1 of 2")
        .contains("FAIL: an update to each stream within 1000 ms");
  }

  @Test
  void theHeapIsWhatCollectionsLeft() {
    var log =
        """
        [0.1s][info][gc] GC(0) Pause Young (Allocation Failure) 69M->13M(247M) 52.209ms
        [9.8s][info][gc] GC(1) Pause Full (Metadata GC Threshold) 53M->16M(247M) 14.702ms
        """;
    var memory = Memory.parse("Rss:  2000 kB\nPrivate_Clean: 500 kB\nPrivate_Dirty: 500 kB\n", log);
    assertThat(memory).isEqualTo(new Memory(2.048, 1.024, 16 * 1.048576, 52.209));
  }
}
