package weft.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class ConfigurationPageTest {
  private static final Path PAGE = Path.of("..", "docs", "configuration.md");
  private static final String UPDATE =
      "WEFT_UPDATE_PAGES=true ./mvnw -pl proxy -am test -Dtest=ConfigurationPageTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false";

  @Test
  void thePageShowsTheDeclarations() throws Exception {
    String page = page();
    if ("true".equals(System.getenv("WEFT_UPDATE_PAGES"))) {
      Files.writeString(PAGE, page);
    }
    assertThat(Files.readString(PAGE))
        .as("docs/configuration.md is written from the declarations; to update it: %s", UPDATE)
        .isEqualTo(page);
  }

  @Test
  void everyVariableIsDeclaredOnceWithAValidDefault() throws Exception {
    var names = new HashSet<String>();
    for (Section section : Section.all()) {
      for (Entry<?> entry : section.entries()) {
        assertThat(names.add(entry.name())).as(entry.name()).isTrue();
        assertThat(entry.sentence()).as(entry.name()).endsWith(".");
        if (entry.defaultText() != null) {
          assertThat(entry.syntax().parse(entry.defaultText())).as(entry.name()).isNotNull();
        }
      }
    }
  }

  private static String page() {
    var out = new StringBuilder();
    out.append("# Configuration\n\n");
    out.append("The proxy takes everything from environment variables, read once at its start.\n");
    out.append("Wrong values are reported together, and end it with exit code 64.\n");
    out.append("This page is written from the declarations in `weft.proxy.config`.\n");
    for (Section section : Section.all()) {
      out.append("\n## ").append(section.title()).append("\n\n");
      out.append("| variable | value | default | meaning |\n|---|---|---|---|\n");
      for (Entry<?> entry : section.entries()) {
        row(out, entry);
      }
    }
    return out.toString();
  }

  private static void row(StringBuilder out, Entry<?> entry) {
    String value = entry.defaultText();
    String shown = value == null ? "unset" : value.isEmpty() ? "empty" : '`' + value + '`';
    out.append("| `").append(entry.name()).append("` | ").append(entry.syntax().accepts());
    out.append(" | ").append(shown).append(" | ").append(entry.sentence()).append(" |\n");
  }
}
