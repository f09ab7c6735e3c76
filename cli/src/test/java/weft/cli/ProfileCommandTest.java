package weft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProfileCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir Path directory;

  private int weft(String... arguments) {
    return Weft.execute(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }

  @Test
  void anOpenApiDocumentBecomesAManifest() throws IOException {
    var file =
        Files.writeString(
            directory.resolve("api.yaml"), "swagger: '2.0'\npaths:\n  /a/{id}: { get: {} }\n");
    assertThat(weft("profile", "--open-api", file.toString(), "api", "--namespace", "shop"))
        .isEqualTo(ExitCode.OK);
    assertThat(out.toString())
        .contains("name: api.shop.svc.cluster.local", "pathRegex: /a/[^/]*", "method: GET");
  }

  @Test
  void aMistakeIsToldWithItsPlace() throws IOException {
    var file =
        Files.writeString(directory.resolve("a.proto"), "service S {\n rpc M(a) return (b);");
    assertThat(weft("profile", "--proto", file.toString(), "api")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("a.proto:2:11: error: found return; accepted: returns");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void aTemplateIsForTheService() {
    assertThat(weft("profile", "--template", "api", "--namespace", "shop")).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).contains("\n  name: api.shop.svc.cluster.local\n");
    assertThat(weft("profile", "--template", "api", "-o", "json")).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void oneSourceIsWanted() {
    assertThat(weft("profile", "--template", "--proto", "a.proto", "api"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(weft("profile", "api")).isEqualTo(ExitCode.USAGE);
  }
}
