package weft.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The whole mesh of {@code weft demo}, as a user starts it. */
class DemoTest {
  /** Seventeen virtual machines start, on a machine that does other things too. */
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @Test
  void aMeshUnderLoadAndTroubleCountsWhatItsClientCounts() {
    var demo = Weft.command("demo", "--duration", "12s", "--json").run(PATIENCE).successfully();
    assertThat(demo.out())
        .startsWith("{\n  \"ok\": true,")
        .contains("\"api-2 killed\"", "\"api-2 back\"", "\"api-4 added\"")
        .contains("\"timeout of api's reports shortened\"")
        .contains("\"control plane stopped\"", "\"control plane started\"")
        .contains("\"carried_as\": \"h2\"", "\"carried_as\": \"opaque\"")
        .doesNotContain("\"tls\": false");
    assertThat(demo.out().lines().filter(line -> line.contains("failed")))
        .as("the killed instance costs no request")
        .hasSize(2 * 3)
        .allMatch(line -> line.endsWith(": 0,"));
    assertThat(demo.out().lines().filter(line -> line.contains("success_rate")))
        .hasSize(3)
        .allMatch(line -> line.endsWith(": 1.000000,"));
    assertThat(demo.err()).contains("7 sidecars ready in ");
  }
}
