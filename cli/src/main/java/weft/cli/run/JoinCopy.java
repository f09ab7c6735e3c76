package weft.cli.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A join file made for this one run by {@code weft token}, in a process of its own: reading YAML
 * and signing would leave their classes in the sidecar. Closing deletes it.
 */
public final class JoinCopy implements AutoCloseable {
  private final Path directory;

  private JoinCopy(Path directory) {
    this.directory = directory;
  }

  /**
   * Makes the file; the other process says on standard error what is wrong with the mesh file.
   *
   * @throws IOException if it did not end well
   */
  public static JoinCopy make(String mesh, String workload, @Nullable String namespace)
      throws IOException, InterruptedException {
    var copy = new JoinCopy(Files.createTempDirectory("weft-run-"));
    var command =
        new ArrayList<>(Java.command("weft.cli.Weft", List.of("-XX:TieredStopAtLevel=1")));
    command.addAll(List.of("token", "--mesh", mesh, "--workload", workload));
    command.addAll(List.of("--out", copy.file().toString()));
    if (namespace != null) {
      command.addAll(List.of("--namespace", namespace));
    }
    int code = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (code != 0) {
      copy.close();
      throw new IOException("no join file for " + workload + ": weft token ended with " + code);
    }
    return copy;
  }

  public Path file() {
    return directory.resolve("join.json");
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file());
    Files.deleteIfExists(directory);
  }
}
