package weft.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.testkit.Covers;

class AccountTest {
  private static final List<Scenario> THREE =
      List.of(
          new Scenario("outbound", "1", "35.1 Choice", "no profile"),
          new Scenario("outbound", "2", "35.1 Choice", "a <name> | another"),
          new Scenario("config", "C1", "6", "no variable"));

  @Test
  void aScenarioPassesWithATestDiffersWithARowAndElseIsNotYet() {
    var account =
        Account.of(
            THREE,
            List.of(new Coverage("outbound#1", "B.b"), new Coverage("outbound#1", "A.a")),
            List.of(new Difference("names", List.of("outbound#2"))));
    assertThat(new Page(account).render())
        .contains("**All 3: 1 pass, 1 differ, 1 not yet**")
        .contains("| outbound#1 | 35.1 Choice | no profile | `A.a`<br>`B.b` | passes |")
        .contains("| a &lt;name> \\| another |  | differs: [names](differences.md) |")
        .contains("| config#C1 | 6 | no variable |  | not yet |");
  }

  @Test
  void anIdThatNoScenarioHasIsNamedWithItsTest() {
    var account =
        Account.of(
            THREE,
            List.of(new Coverage("outbound#99", "A.a")),
            List.of(new Difference("x", List.of("config#C9"))));
    assertThat(account.unknown())
        .containsExactly(
            "no scenario outbound#99, which is covered by [A.a]",
            "no scenario config#C9, which is named in docs/differences.md");
  }

  @Test
  void onlyTheFirstCellOfADifferenceNamesScenarios(@TempDir Path dir) throws IOException {
    var page = dir.resolve("differences.md");
    Files.writeString(
        page,
        "text `config#C1`\n| an answer `outbound#1` `outbound#2` | as `config#C1` | b | c |\n");
    assertThat(Difference.readAll(page))
        .containsExactly(new Difference("an answer", List.of("outbound#1", "outbound#2")));
  }

  @Test
  void coversIsReadFromClassFilesAndADisabledTestCoversNothing() throws Exception {
    var classes = Path.of(Sample.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    assertThat(Coverage.readAll(classes))
        .contains(
            new Coverage("telemetry#T80", "AccountTest.Sample"),
            new Coverage("telemetry#T79", "AccountTest.Sample.covers"),
            new Coverage("telemetry#T79b", "AccountTest.Sample.covers"))
        .noneMatch(coverage -> coverage.test().endsWith("disabled"));
  }

  @Covers("telemetry#T80")
  static final class Sample {
    @Covers({"telemetry#T79", "telemetry#T79b"})
    void covers() {}

    @Disabled("to be seen by the reader")
    @Covers("telemetry#T78")
    void disabled() {}
  }
}
