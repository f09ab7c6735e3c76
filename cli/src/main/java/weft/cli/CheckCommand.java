package weft.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weft.cli.check.ControlCheck;
import weft.cli.check.Finding;
import weft.cli.check.ProxyCheck;
import weft.cli.check.StateCheck;
import weft.cli.check.TrustCheck;
import weft.control.mesh.ExternalWorkload;
import weft.control.mesh.Mesh;

/** {@code weft check}. */
@Command(
    name = "check",
    description = "Find what is wrong with a mesh, and say how to mend it.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  weft check --mesh mesh.yaml             everything",
      "  weft check --mesh mesh.yaml --files     before anything runs",
      "",
      "Looks at the mesh file, its certificates and keys, this machine's clock, the control plane,",
      "names, and each workload's proxy, clock and application ports.",
      "Exit codes: 0 nothing is wrong (warnings may stand); 1 something is; 64 wrong options."
    })
final class CheckCommand implements Callable<Integer> {
  @Option(names = "--mesh", required = true, paramLabel = "FILE", description = "The mesh file.")
  Path mesh = Path.of("mesh.yaml");

  @Option(names = "--files", description = "Only what stands in files; nothing needs to run.")
  boolean files;

  @Mixin Out to = new Out();

  @Override
  public Integer call() throws Trouble {
    var loaded = MeshFile.load(mesh, to.err());
    to.out().println("ok    mesh file: " + mesh + " has no error");
    boolean good = print(TrustCheck.of(loaded.settings(), Instant.now()));
    good &= print(StateCheck.of(loaded));
    if (!files) {
      good &= print(ControlCheck.of(loaded, Instant.now()));
      good &= print(ProxyCheck.of(meshed(loaded), Clock.systemUTC()));
    }
    return good ? ExitCode.OK : ExitCode.FAILED;
  }

  private boolean print(List<Finding> findings) {
    findings.forEach(to.out()::println);
    to.out().flush();
    return findings.stream().noneMatch(finding -> finding.grade() == Finding.Grade.BAD);
  }

  private static List<ExternalWorkload> meshed(Mesh mesh) {
    var meshed = new ArrayList<ExternalWorkload>();
    for (var workload : mesh.workloads()) {
      if (workload.isMeshed()) {
        meshed.add(workload);
      }
    }
    meshed.sort(Comparator.comparing(workload -> workload.meta().id().toString()));
    return meshed;
  }
}
