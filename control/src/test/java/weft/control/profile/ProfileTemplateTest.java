package weft.control.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.control.mesh.MeshLoader;
import weft.control.mesh.MeshText;

final class ProfileTemplateTest {
  private static final ProfileTemplate TEMPLATE =
      new ProfileTemplate("web", "ns1", "cluster.local");

  @TempDir Path directory;

  @Test
  void aTemplateIsAManifestThatIsServedUnchanged() throws IOException {
    assertServed(TEMPLATE.yaml(), "web");
  }

  @Test
  void whatItExplainsInCommentsIsServedToo() throws IOException {
    var comment = TEMPLATE.yaml().indexOf("  # dstOverrides");
    var split = TEMPLATE.yaml().substring(comment).replace("  # ", "  ");
    assertServed(TEMPLATE.yaml().substring(0, comment) + split, "web", "web-stable", "web-canary");
  }

  private void assertServed(String yaml, String... services) throws IOException {
    var text = new StringBuilder(MeshText.documents(yaml));
    for (var service : services) {
      text.append("---\n").append(MeshText.service(service, "{ ports: [ { port: 80 } ] }"));
    }
    var loaded = MeshLoader.load(Files.writeString(directory.resolve("mesh.yaml"), text));
    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.mesh()).isPresent();
  }
}
