package weft.control.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.control.mesh.MeshLoader;
import weft.control.mesh.MeshText;
import weft.testkit.Covers;

final class OpenApiTest {
  private static final Path FILE = Path.of("api.yaml");
  private static final String BOOKS =
      """
      swagger: "2.0"
      info: { title: books, version: "1" }
      basePath: /v1
      paths:
        /books/{id}:
          put: { x-linkerd-timeout: 250ms, responses: { "200": {}, "500": {}, default: {} } }
          get: { x-linkerd-retryable: true, responses: {} }
        /a.b: { post: {} }
      """;

  @TempDir Path directory;

  @Test
  @Covers("control-plane#R11")
  void eachPathAndMethodIsARoute() {
    var derived = OpenApi.read(FILE, BOOKS);
    assertThat(derived.problems()).isEmpty();
    assertThat(derived.routes())
        .extracting(DraftRoute::name)
        .containsExactly("POST /v1/a.b", "GET /v1/books/{id}", "PUT /v1/books/{id}");
    var get = derived.routes().get(1);
    assertThat(get.pathRegex()).isEqualTo("/v1/books/[^/]*");
    assertThat(get.method()).isEqualTo("GET");
    assertThat(get.retryable()).isTrue();
    var put = derived.routes().get(2);
    assertThat(put.timeout()).isEqualTo("250ms");
    assertThat(put.statuses()).containsExactly(200, 500);
    assertThat(derived.routes().getFirst().pathRegex()).isEqualTo("/v1/a\\.b");
  }

  @Test
  void aDraftIsAManifestThatIsServedUnchanged() throws IOException {
    var draft = new ProfileDraft("web", "ns1", "cluster.local", OpenApi.read(FILE, BOOKS).routes());
    var web = MeshText.service("web", "{ ports: [ { port: 80 } ] }");
    for (var text : new String[] {draft.yaml(), draft.json()}) {
      var file = Files.writeString(directory.resolve("mesh.yaml"), MeshText.documents(web, text));
      assertThat(MeshLoader.load(file).problems()).isEmpty();
    }
    assertThat(draft.yaml())
        .contains(
            "name: web.ns1.svc.cluster.local", "pathRegex: /v1/books/[^/]*", "isFailure: true");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "paths: {}|api.yaml:1:1: error: swagger: found nothing; accepted: the version of OpenAPI",
        "swagger: '2.0'|api.yaml:1:1: error: paths: found nothing; accepted: a mapping",
        "swagger: '2.0'\\npaths: 3|api.yaml:2:8: error: paths: found 3; accepted: a mapping",
        "swagger: '2.0'\\npaths: { /a: { get: { x-linkerd-timeout: soon } } }"
            + "|api.yaml:2:42: error: paths./a.get.x-linkerd-timeout: found \"soon\"; accepted: a",
        "swagger: '2.0'\\npaths: {|api.yaml:3:1: error: found expected the node content",
      })
  void whatIsWrongHasItsPlace(String text, String problem) {
    var derived = OpenApi.read(FILE, text.replace("\\n", "\n") + "\n");
    assertThat(derived.failed()).isTrue();
    assertThat(derived.problems().getFirst().toString()).startsWith(problem);
  }
}
