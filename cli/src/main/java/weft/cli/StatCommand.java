package weft.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weft.cli.metrics.Scraper;
import weft.cli.stat.Proxies;
import weft.cli.stat.StatRow;
import weft.cli.stat.StatTable;
import weft.control.mesh.ExternalWorkload;
import weft.proxy.config.Ip;

/** {@code weft stat}. */
@Command(
    name = "stat",
    description = "Show what proxies carried to their applications, between two scrapes.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  weft stat --mesh mesh.yaml",
      "  weft stat --admin 127.0.1.2:4191,127.0.1.3:4191 --interval 10s -o json",
      "",
      "A proxy that does not answer is a row without numbers, MESHED 0/1.",
      "Exit codes: 0 at least one proxy answered; 1 none did, or the mesh file has errors; 64 wrong",
      "options."
    })
final class StatCommand implements Callable<Integer> {
  /** How the rows are printed. */
  enum Form {
    TABLE,
    WIDE,
    JSON
  }

  /** Exactly one of both. */
  static final class Whom {
    @Option(
        names = "--mesh",
        required = true,
        paramLabel = "FILE",
        description = "All meshed workloads of a mesh file, at their default admin port.")
    @Nullable Path mesh;

    @Option(
        names = "--admin",
        required = true,
        split = ",",
        paramLabel = "HOST:PORT",
        description = "The admin servers of proxies, with commas.")
    @Nullable List<String> admin;
  }

  @ArgGroup(exclusive = true, multiplicity = "1")
  Whom whom = new Whom();

  @Option(
      names = "--interval",
      paramLabel = "TIME",
      converter = Span.class,
      description = "Time between the two scrapes; default: 2s.")
  Duration interval = Duration.ofSeconds(2);

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM",
      description = "table, wide or json; default: table.")
  Form form = Form.TABLE;

  @Mixin Out to = new Out();

  @Override
  public Integer call() throws Trouble, InterruptedException {
    var rows = Proxies.between(proxies(), new Scraper(), interval);
    to.out().print(text(rows));
    to.out().flush();
    return rows.stream().anyMatch(row -> row.numbers() != null) ? ExitCode.OK : ExitCode.FAILED;
  }

  private String text(List<StatRow> rows) {
    return switch (form) {
      case TABLE -> StatTable.print(rows, false);
      case WIDE -> StatTable.print(rows, true);
      case JSON -> StatRow.json(rows).pretty();
    };
  }

  private List<Proxies.Admin> proxies() throws Trouble {
    var proxies = new ArrayList<Proxies.Admin>();
    if (whom.admin != null) {
      whom.admin.forEach(address -> proxies.add(new Proxies.Admin(address, address)));
    }
    if (whom.mesh != null) {
      MeshFile.load(whom.mesh, to.err()).workloads().stream()
          .filter(ExternalWorkload::isMeshed)
          .map(StatCommand::admin)
          .sorted((a, b) -> a.name().compareTo(b.name()))
          .forEach(proxies::add);
    }
    return proxies;
  }

  private static Proxies.Admin admin(ExternalWorkload workload) {
    var address = new java.net.InetSocketAddress(workload.ips().getFirst(), Proxies.ADMIN_PORT);
    return new Proxies.Admin(workload.meta().id().toString(), Ip.text(address));
  }
}
