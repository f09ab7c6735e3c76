package weft.cli.init;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import weft.cli.Trouble;

/**
 * One run of a program.
 *
 * @param input what it reads; empty for nothing
 */
record Step(List<String> command, String input) {
  Step(String... command) {
    this(List.of(command), "");
  }

  /**
   * Runs it to its end and returns what it printed.
   *
   * @throws Trouble says what it complained of
   */
  String run() throws Trouble {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      try (var out = process.getOutputStream()) {
        out.write(input.getBytes(StandardCharsets.UTF_8));
      }
      var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new Trouble("`" + line() + "` failed: " + printed.strip() + Privilege.hint());
      }
      return printed;
    } catch (IOException e) {
      throw new Trouble("cannot run `" + line() + "`: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Trouble("interrupted while `" + line() + "` ran", e);
    }
  }

  private String line() {
    return String.join(" ", command);
  }

  /** As one would type it. */
  @Override
  public String toString() {
    return input.isEmpty() ? line() : line() + " <<END\n" + input + "END";
  }
}
