package weft.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weft.control.ca.BadKeyMaterial;
import weft.control.mesh.ObjectName;

/** {@code weft token}. */
@Command(
    name = "token",
    description = "Write a join file: all that a sidecar needs to join the mesh, a token included.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  weft token --workload api-1 --mesh mesh.yaml --out api-1.join",
      "  weft token --group workers --ttl 1h --mesh mesh.yaml | ssh HOST 'umask 77; cat >w.join'",
      "  weft run --join api-1.join -- ./api        (there)",
      "",
      "Whoever has the file can be that workload until the token ends: its mode is 0600.",
      "Exit codes: 0 written; 1 the mesh file does not allow it; 64 wrong options."
    })
final class TokenCommand implements Callable<Integer> {
  /** Exactly one of both. */
  static final class Subject {
    @Option(
        names = "--workload",
        required = true,
        paramLabel = "NAME",
        description = "An ExternalWorkload of the mesh file.")
    @Nullable String workload;

    @Option(
        names = "--group",
        required = true,
        paramLabel = "NAME",
        description = "An ExternalGroup of the mesh file.")
    @Nullable String group;
  }

  @ArgGroup(exclusive = true, multiplicity = "1")
  Subject subject = new Subject();

  @Option(
      names = "--namespace",
      paramLabel = "NS",
      description = "Where it is; default: ${DEFAULT-VALUE}.")
  String namespace = "default";

  @Option(
      names = "--ttl",
      paramLabel = "TIME",
      converter = Span.class,
      description = "How long the token may be used; default: 24h.")
  Duration ttl = Duration.ofHours(24);

  @Option(
      names = "--mesh",
      required = true,
      paramLabel = "FILE",
      description = "The mesh file, or a directory of them.")
  Path mesh = Path.of("");

  @Option(
      names = "--control",
      split = ",",
      paramLabel = "HOST:PORT",
      description = {
        "Where the sidecar reaches the control plane, or each of several that serve the same mesh",
        "file, with commas; default: spec.listen.api."
      })
  @Nullable List<String> control;

  @Option(
      names = "--dns",
      split = ",",
      paramLabel = "IP:PORT",
      description = {
        "Where the sidecar asks for the mesh's names, likewise; default: spec.listen.dns."
      })
  @Nullable List<String> dns;

  @Option(names = "--out", paramLabel = "FILE", description = "Where to write; default: print it.")
  @Nullable Path out;

  @Mixin Out to = new Out();

  @Override
  public Integer call() throws IOException, Trouble, BadKeyMaterial {
    if (ttl.isZero()) {
      throw new Trouble(ExitCode.USAGE, "--ttl must be more than zero");
    }
    var joins =
        new Joins(
            MeshFile.load(mesh, to.err()),
            Reach.of(control, dns),
            InstantSource.system(),
            new SecureRandom());
    var file =
        subject.group == null
            ? joins.forWorkload(new ObjectName(namespace, String.valueOf(subject.workload)), ttl)
            : joins.forGroup(new ObjectName(namespace, subject.group), ttl);
    if (out == null) {
      to.out().print(file.json().pretty());
      to.out().flush();
    } else {
      file.write(out);
    }
    return ExitCode.OK;
  }
}
