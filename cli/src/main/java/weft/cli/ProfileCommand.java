package weft.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import weft.control.mesh.Problem;
import weft.control.profile.Derived;
import weft.control.profile.OpenApi;
import weft.control.profile.ProfileDraft;
import weft.control.profile.ProtoFile;

/** {@code weft profile}: a ServiceProfile from what describes a service (control-plane.md 16.2). */
@Command(
    name = "profile",
    description = "Derive a ServiceProfile from an OpenAPI document or a protobuf file.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  weft profile --open-api swagger.yaml api >>mesh.yaml",
      "  weft profile --proto greeter.proto greeter --namespace shop -o json",
      "",
      "One route for each path and method, or for each rpc. In an OpenAPI document an operation may",
      "say x-linkerd-retryable: true and x-linkerd-timeout: 250ms; in a protobuf file an",
      "idempotency_level makes an rpc retryable.",
      "Exit codes: 0 printed; 1 the file does not allow it; 64 wrong options."
    })
final class ProfileCommand implements Callable<Integer> {
  /** Exactly one of both. */
  static final class Source {
    @Option(
        names = "--open-api",
        required = true,
        paramLabel = "FILE",
        description = "An OpenAPI 2 or 3 document, YAML or JSON; - for standard input.")
    @Nullable Path openApi;

    @Option(
        names = "--proto",
        required = true,
        paramLabel = "FILE",
        description = "A protobuf file; - for standard input.")
    @Nullable Path proto;
  }

  /** How the manifest is printed. */
  enum Format {
    YAML,
    JSON
  }

  @ArgGroup(exclusive = true, multiplicity = "1")
  Source source = new Source();

  @Parameters(paramLabel = "SERVICE", description = "The Service's name.")
  String service = "";

  @Option(
      names = "--namespace",
      paramLabel = "NS",
      description = "Where it is; default: ${DEFAULT-VALUE}.")
  String namespace = "default";

  @Option(
      names = "--cluster-domain",
      paramLabel = "DOMAIN",
      description = "What names of services end with; default: ${DEFAULT-VALUE}.")
  String clusterDomain = "cluster.local";

  @Option(
      names = "-o",
      paramLabel = "FORMAT",
      description = "yaml or json; default: ${DEFAULT-VALUE}.")
  Format format = Format.YAML;

  @Mixin Out to = new Out();

  @Override
  public Integer call() throws IOException, Trouble {
    var derived = derive();
    if (derived.failed()) {
      throw new Trouble(
          derived.problems().stream()
              .filter(Problem::isError)
              .map(Problem::toString)
              .collect(Collectors.joining("\nweft: ")));
    }
    var draft = new ProfileDraft(service, namespace, clusterDomain, derived.routes());
    to.out().print(format == Format.YAML ? draft.yaml() : draft.json());
    to.out().flush();
    return ExitCode.OK;
  }

  private Derived derive() throws IOException {
    if (source.openApi != null) {
      return OpenApi.read(source.openApi, text(source.openApi));
    }
    var proto = source.proto == null ? Path.of("-") : source.proto;
    return ProtoFile.read(proto, text(proto));
  }

  private static String text(Path file) throws IOException {
    return file.toString().equals("-")
        ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
        : Files.readString(file);
  }
}
