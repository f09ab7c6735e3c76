package weft.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutcomeTest {
  private static Outcome outcome(List<String> problems) {
    return new Outcome(
        Duration.ofMillis(20_040),
        Counted.well().sight().edges(),
        List.of(new Event(Duration.ofSeconds(8), "api-2 killed", Duration.ofMillis(40), false)),
        List.of(new Memory("web", 64.04, 38)),
        problems);
  }

  @Test
  void theObjectIsAsTheContractSays() {
    assertThat(outcome(List.of()).json().toString())
        .startsWith(
            "{\"ok\":true,\"duration_s\":20.0,\"edges\":[{\"from\":\"web\",\"to\":\"api\","
                + "\"protocol\":\"http/1.1\",\"carried_as\":\"h2\",\"tls\":true,\"requests\":100,"
                + "\"failed\":0,\"failed_in_flight\":0,\"success_rate\":1.000000,\"p50_ms\":5.25,"
                + "\"p99_ms\":52.50,\"endpoints\":[{\"addr\":\"127.0.1.2:9001\","
                + "\"workload\":\"api-1\",\"share\":0.600,\"p50_ms\":5.00,\"slow\":false},"
                + "{\"addr\":\"127.0.1.4:9001\",\"workload\":\"api-3\",\"share\":0.400,")
        .endsWith(
            "\"events\":[{\"at_s\":8.0,\"what\":\"api-2 killed\",\"in_force_after_ms\":40}],"
                + "\"proxies\":[{\"workload\":\"web\",\"rss_mb\":64.0,\"private_mb\":38.0}]}");
  }

  @Test
  void aProblemMakesItNotOk() {
    assertThat(outcome(List.of("something")).json().toString()).startsWith("{\"ok\":false,");
  }

  @Test
  void theTableHasARowAnEdge() {
    var table = DemoTable.edges(Counted.well().sight().edges(), List.of(), Duration.ofSeconds(10));
    assertThat(table.lines()).allMatch(line -> line.length() <= 80);
    assertThat(table)
        .contains("EDGE", "CARRIED AS", "MTLS")
        .containsPattern("web -> api +http/1.1 +h2 +yes +10/s +100 % +5.3 ms +52.5 ms")
        .contains("api       api-1 60 %  api-3 40 % (slow)")
        .containsPattern("web -> cache +opaque +opaque +yes");
  }

  @Test
  void oneFailureIsNotRoundedAway() {
    var count = new EdgeCount("api", 1_000_000, 1, 1, 1, List.of());
    var edge = new Edge("api", "http/1.1", "h2", true, count, 0, List.of());
    assertThat(DemoTable.edges(List.of(edge), List.of(), Duration.ofSeconds(10)))
        .contains("99.999 %");
  }

  @Test
  void memoryIsReadAsTheKernelPrintsIt() {
    var memory =
        Memory.parse(
            "web",
            """
            55d0c0000000-7ffc0a9fe000 ---p 00000000 00:00 0    [rollup]
            Rss:               65536 kB
            Private_Clean:      1024 kB
            Private_Dirty:     31744 kB
            """);
    assertThat(memory.rss()).isEqualTo(67.108864);
    assertThat(memory.own()).isEqualTo(33.554432);
  }
}
