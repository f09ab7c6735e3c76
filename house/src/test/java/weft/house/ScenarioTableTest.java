package weft.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The account of this very checkout; {@code -Dscenarios=write} brings the page up to date. */
class ScenarioTableTest {
  private static final Path ROOT = Path.of(System.getProperty("weft.root"));
  private static final Path PAGE = ROOT.resolve("docs/scenarios.md");

  @Test
  void noScenarioIsMissing() throws IOException {
    var account = Account.read(ROOT);
    assertThat(account.repeated()).isEmpty();
    assertThat(account.scenarios())
        .as("docs/spec/scenarios.tsv lists every numbered scenario of the specification")
        .hasSize(611);
  }

  @Test
  void testsAndDifferencesNameOnlyScenariosThatExist() throws IOException {
    assertThat(Account.read(ROOT).unknown()).isEmpty();
  }

  @Test
  void thePageIsUpToDate() throws IOException {
    var page = new Page(Account.read(ROOT)).render();
    if ("write".equals(System.getProperty("scenarios"))) {
      Files.writeString(PAGE, page);
    }
    assertThat(Files.exists(PAGE) ? Files.readString(PAGE) : "")
        .as("docs/scenarios.md; update it: ./mvnw -q test -DskipTests -Dscenarios=write")
        .isEqualTo(page);
  }
}
