package weft.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weft.control.mesh.Mesh;
import weft.control.mesh.Problem;
import weft.control.server.ControlPlane;
import weft.control.server.Options;
import weft.control.server.RefusedMesh;
import weft.control.server.Reload;
import weft.proxy.app.Signals;
import weft.proxy.config.Ip;

/** {@code weft control}. */
@Command(
    name = "control",
    description = {
      "Serve identity, discovery, policy and DNS from a mesh file.",
      "A change of the file is in force within a second; a bad file changes nothing."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  weft control --config mesh.yaml",
      "  weft control --config mesh.yaml --check     (in CI: says what is wrong, serves nothing)",
      "",
      "Ends on SIGTERM or SIGINT. Exit codes: 0 ended by a signal, or nothing is wrong; 1 the mesh",
      "file has errors, or an address is taken; 64 wrong options."
    })
final class ControlCommand implements Callable<Integer> {
  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "The mesh file, or a directory of them.")
  Path config = Path.of("");

  @Option(
      names = "--check",
      description = "Only say what is wrong with the file: each mistake with line and column.")
  boolean check;

  @Option(
      names = "--plaintext-loopback",
      description = "Serve in clear on 127.0.0.1 too: ports 8080, 8086 and 8090.")
  boolean plaintext;

  @Mixin Out to = new Out();

  @Override
  public Integer call() throws IOException, InterruptedException {
    return check ? checked() : serve();
  }

  private int checked() {
    var problems = ControlPlane.check(config);
    tell(problems);
    if (problems.stream().anyMatch(Problem::isError)) {
      return ExitCode.FAILED;
    }
    to.out().println(config + ": no errors");
    return ExitCode.OK;
  }

  private int serve() throws IOException, InterruptedException {
    var asked = askedToEnd();
    var options = Options.standard().withReloads(this::reloaded);
    try (var plane =
        ControlPlane.start(config, plaintext ? options.withPlaintextLoopback() : options)) {
      tell(plane.lastReload().problems());
      say(
          "serving %s on %s (TLS), DNS on %s"
              .formatted(contents(plane.mesh()), Ip.text(plane.api()), Ip.text(plane.dns())));
      asked.await();
      return ExitCode.OK;
    } catch (RefusedMesh e) {
      tell(e.problems());
      say("not started: correct the errors above");
      return ExitCode.FAILED;
    }
  }

  /** Before it says that it serves: whoever reads that may send a signal at once. */
  private static CountDownLatch askedToEnd() {
    var asked = new CountDownLatch(1);
    Signals.on("TERM", asked::countDown);
    Signals.on("INT", asked::countDown);
    return asked;
  }

  private void reloaded(Reload reload) {
    tell(reload.problems());
    say(
        switch (reload) {
          case Reload.Applied applied -> "reloaded: " + contents(applied.mesh());
          case Reload.Refused _ ->
              "not reloaded, what was in force stays: correct the errors above";
        });
  }

  private static String contents(Mesh mesh) {
    return mesh.services().size() + " services, " + mesh.workloads().size() + " workloads";
  }

  private void tell(List<Problem> problems) {
    problems.forEach(problem -> to.err().println(problem));
  }

  private void say(String line) {
    to.err().println("weft control: " + line);
  }
}
