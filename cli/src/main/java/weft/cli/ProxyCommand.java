package weft.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What help and completion say of {@code weft proxy}, which the launcher starts by itself. */
@Command(
    name = "proxy",
    description = {
      "Be a sidecar, configured by environment as linkerd2-proxy (docs/configuration.md)."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = {
      "  WEFT_JOIN_FILE=web.join weft proxy",
      "",
      "Exit codes: 0 ended by a signal or /shutdown, 1 it cannot start, 64 wrong variables, 101 an",
      "address of it is taken."
    })
final class ProxyCommand implements Runnable {
  @Spec @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(
          spec.commandLine(), "the proxy has a virtual machine of its own: start ./weft proxy");
    }
  }
}
