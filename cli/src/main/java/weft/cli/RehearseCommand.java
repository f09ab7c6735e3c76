package weft.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import weft.cli.demo.Rehearsal;

/** {@code weft rehearse}, which the launcher starts after a build. */
@Command(
    name = "rehearse",
    hidden = true,
    description = {
      "Make archives of what the processes of a mesh load and compile, so that they start quicker.",
      "A mesh of two is run for some seconds."
    },
    mixinStandardHelpOptions = true)
final class RehearseCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "Where to write; made if absent.")
  Path directory = Path.of("");

  @Mixin Out to = new Out();

  @Override
  public Integer call() throws IOException, InterruptedException {
    new Rehearsal(directory.toAbsolutePath(), new TokenFiles(to.err())).run();
    return ExitCode.OK;
  }
}
