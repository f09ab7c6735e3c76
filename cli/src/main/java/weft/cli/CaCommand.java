package weft.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import weft.control.ca.TrustMaterial;

/** {@code weft ca}: trust material of a mesh. */
@Command(
    name = "ca",
    description = "Make what a mesh's trust rests on.",
    mixinStandardHelpOptions = true,
    subcommands = CaCommand.Init.class)
final class CaCommand implements Runnable {
  @Spec @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "which command? ca init DIR is the one");
    }
  }

  /** {@code weft ca init DIR}. */
  @Command(
      name = "init",
      description = "Make a trust anchor, an issuer signed by it, and the key of join tokens.",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      footerHeading = "%nExample:%n",
      footer = {
        "  weft ca init ca",
        "",
        "writes ca/anchors.pem, anchor-key.pem, issuer.pem, issuer-key.pem and join-key.pem, keys",
        "with mode 0600. The anchor's key signs the next issuer only: keep it elsewhere.",
        "Exit codes: 0 written; 1 a file exists or cannot be written, then nothing is written."
      })
  static final class Init implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "Where to write; made if absent.")
    Path directory = Path.of("");

    @Option(
        names = "--trust-domain",
        paramLabel = "NAME",
        description = "What identities end with; default: ${DEFAULT-VALUE}.")
    String trustDomain = "cluster.local";

    @Option(
        names = "--control-plane-namespace",
        paramLabel = "NS",
        description = "Where the control plane is said to live; default: ${DEFAULT-VALUE}.")
    String namespace = "linkerd";

    @Override
    public Integer call() throws IOException, Trouble {
      try {
        TrustMaterial.generate(namespace, trustDomain, Instant.now(), new SecureRandom())
            .writeTo(directory);
      } catch (FileAlreadyExistsException e) {
        throw new Trouble(
            e.getFile() + " exists already: choose another directory, or move it away first", e);
      }
      return ExitCode.OK;
    }
  }
}
