package weft.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code weft completion}. */
@Command(
    name = "completion",
    description = "Print a script that completes weft's commands and options in bash and zsh.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  source <(weft completion)")
final class CompletionCommand implements Callable<Integer> {
  @Mixin Out to = new Out();

  @Override
  public Integer call() {
    to.out().print(AutoComplete.bash("weft", Weft.commandLine()));
    to.out().flush();
    return ExitCode.OK;
  }
}
