package weft.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
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
    var written = Files.exists(PAGE) ? Files.readString(PAGE) : "";
    assertThat(stale(written, page))
        .as("lines to change in docs/scenarios.md: ./mvnw -q test -DskipTests -Dscenarios=write")
        .isEmpty();
    assertThat(written.equals(page)).as("the order of docs/scenarios.md").isTrue();
  }

  /** Only the lines that differ: the whole page would hide them. */
  private static List<String> stale(String written, String page) {
    var old = written.lines().collect(Collectors.toSet());
    return page.lines().filter(line -> !old.contains(line)).toList();
  }
}
