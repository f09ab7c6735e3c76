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
import weft.control.profile.ProfileTemplate;
import weft.control.profile.ProtoFile;

/** {@code weft profile}: a ServiceProfile to go on from (control-plane.md 16.2). */
@Command(
    name = "profile",
    description =
        "Derive a ServiceProfile from an OpenAPI document or a protobuf file, or begin one.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  weft profile --open-api swagger.yaml api >>mesh.yaml",
      "  weft profile --proto greeter.proto greeter --namespace shop -o json",
      "  weft profile --template api >api-profile.yaml",
      "",
      "One route for each path and method, or for each rpc. In an OpenAPI document an operation"
          + " may",
      "say x-linkerd-retryable: true and x-linkerd-timeout: 250ms; in a protobuf file an",
      "idempotency_level makes an rpc retryable.",
      "Exit codes: 0 printed; 1 the file does not allow it; 64 wrong options."
    })
final class ProfileCommand implements Callable<Integer> {
  /** Exactly one of them. */
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

    @Option(
        names = "--template",
        required = true,
        description = "None: print one with everything that a profile may say, explained.")
    boolean template;
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
    to.out().print(source.template ? template() : derived());
    to.out().flush();
    return ExitCode.OK;
  }

  private String template() throws Trouble {
    if (format == Format.JSON) {
      throw new Trouble(
          ExitCode.USAGE, "--template explains itself in comments, which JSON has not");
    }
    return new ProfileTemplate(service, namespace, clusterDomain).yaml();
  }

  private String derived() throws IOException, Trouble {
    var derived = derive();
    if (derived.failed()) {
      throw new Trouble(
          derived.problems().stream()
              .filter(Problem::isError)
              .map(Problem::toString)
              .collect(Collectors.joining("\nweft: ")));
    }
    var draft = new ProfileDraft(service, namespace, clusterDomain, derived.routes());
    return format == Format.YAML ? draft.yaml() : draft.json();
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
