package weft.cli;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import weft.cli.init.Network;
import weft.cli.init.Plan;
import weft.cli.init.PortRange;
import weft.cli.init.Probe;
import weft.cli.init.Redirection;

/** {@code weft init}. Source: docs/spec/control-plane.md 13. */
@Command(
    name = "init",
    description = "Redirect the connections of this host (or network namespace) to its proxy.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  weft init --proxy-uid 2102               redirect all but what user 2102 sends",
      "  weft init --proxy-uid 2102 --dry-run     show the commands, change nothing",
      "  weft init --remove                       as if nothing had been",
      "  weft init --verify                       prove it, before the proxy starts",
      "",
      "Run the proxy as that user: `setpriv --reuid 2102 --clear-groups weft proxy`. Without the",
      "right to change rules use `weft run`, which needs none.",
      "Doing it again changes nothing that is right already. It takes root, and iptables or nft.",
      "Exit codes: 0 done; 1 could not be done; 64 wrong options; 95 nothing is redirected."
    })
final class InitCommand implements Callable<Integer> {
  private static final String NONE = "none";
  private static final int PATIENCE_MILLIS = 10_000;

  @Option(
      names = {"-p", "--incoming-proxy-port"},
      paramLabel = "PORT",
      defaultValue = "4143",
      description = "The proxy's inbound port; ${DEFAULT-VALUE} unless given.")
  int incoming;

  @Option(
      names = {"-o", "--outgoing-proxy-port"},
      paramLabel = "PORT",
      defaultValue = "4140",
      description = "The proxy's outbound port; ${DEFAULT-VALUE} unless given.")
  int outgoing;

  @Option(
      names = {"-u", "--proxy-uid"},
      paramLabel = "UID",
      defaultValue = "0",
      description = "The user whose connections are not redirected: the proxy's.")
  int uid;

  @Option(
      names = {"-g", "--proxy-gid"},
      paramLabel = "GID",
      defaultValue = "0",
      description = "The same for a group.")
  int gid;

  @Option(
      names = {"-r", "--ports-to-redirect"},
      paramLabel = "PORTS",
      defaultValue = "",
      description = "Redirect only these ports of this host; all unless given.")
  String only = "";

  @Option(
      names = "--inbound-ports-to-ignore",
      paramLabel = "PORTS",
      defaultValue = "4190,4191",
      description = "Ports of this host that are left alone; ${DEFAULT-VALUE} unless given.")
  String inbound = "";

  @Option(
      names = "--outbound-ports-to-ignore",
      paramLabel = "PORTS",
      defaultValue = "",
      description = "Ports elsewhere that are left alone.")
  String outbound = "";

  @Option(
      names = "--subnets-to-ignore",
      paramLabel = "NETWORKS",
      defaultValue = "",
      description = "Whose connections to this host are left alone.")
  String subnets = "";

  @Option(
      names = "--virtual-network",
      paramLabel = "NETWORK",
      defaultValue = "240.77.0.0/16",
      description =
          "Addresses of services that have none; ${DEFAULT-VALUE} unless given, `none` for none.")
  String virtual = "";

  @Option(
      names = "--iptables-mode",
      paramLabel = "MODE",
      defaultValue = "nft",
      description =
          "What writes the rules: nft, legacy or plain (iptables-nft, -legacy, as installed), or"
              + " nftables (nft alone).")
  Plan.Mode mode = Plan.Mode.NFT;

  @Option(
      names = "--ipv6",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Also for IPv6; on unless --no-ipv6.")
  boolean ipv6;

  @Option(
      names = {"--dry-run", "--simulate"},
      description = "Print what would be done.")
  boolean dryRun;

  @Option(names = "--remove", description = "Take the rules away.")
  boolean remove;

  @Option(names = "--verify", description = "Prove that connections are redirected.")
  boolean verify;

  @Option(
      names = "--verify-address",
      paramLabel = "IP:PORT",
      defaultValue = "1.1.1.1:20001",
      description = "Where --verify connects to; ${DEFAULT-VALUE} unless given.")
  String elsewhere = "";

  @Mixin Out to = new Out();

  @Spec @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Trouble {
    if (verify) {
      verify();
    } else if (remove) {
      print(plan().remove(!dryRun), "nothing was redirected", "connections are left alone again");
    } else {
      print(plan().install(redirection(), !dryRun), "", redirected());
    }
    return ExitCode.OK;
  }

  private void print(List<String> commands, String ifNone, String done) {
    if (dryRun) {
      commands.forEach(to.out()::println);
    } else {
      to.err().println("weft init: " + (commands.isEmpty() ? ifNone : done));
    }
    to.out().flush();
  }

  private String redirected() {
    String whose = uid > 0 || gid > 0 ? "all but the proxy's own" : "all, the proxy's own included";
    String warning = uid > 0 || gid > 0 ? "" : ": give --proxy-uid, or the proxy calls itself";
    return "what comes goes to port "
        + incoming
        + ", what leaves to port "
        + outgoing
        + " ("
        + whose
        + ")"
        + warning;
  }

  private void verify() throws Trouble {
    var target = address(elsewhere);
    new Probe(new InetSocketAddress(outgoing), target, PATIENCE_MILLIS).run();
    to.err().println("weft init: connections are redirected to port " + outgoing);
  }

  private Plan plan() {
    return new Plan(mode, ipv6, virtual.equals(NONE) ? null : read(() -> Network.parse(virtual)));
  }

  private Redirection redirection() {
    return new Redirection(
        port(incoming),
        port(outgoing),
        uid,
        gid,
        read(() -> PortRange.parse(only)),
        read(() -> PortRange.parse(inbound)),
        read(() -> PortRange.parse(outbound)),
        read(() -> networks(subnets)));
  }

  private static List<Network> networks(String text) {
    var networks = new ArrayList<Network>();
    for (String part : text.split(",", -1)) {
      if (!part.isBlank()) {
        networks.add(Network.parse(part));
      }
    }
    return networks;
  }

  private int port(int port) {
    return read(() -> new PortRange(port, port)).from();
  }

  private InetSocketAddress address(String text) {
    return read(
        () -> {
          int colon = text.lastIndexOf(':');
          if (colon < 1) {
            throw new IllegalArgumentException("`" + text + "` is not IP:PORT");
          }
          var port = PortRange.parse(text.substring(colon + 1)).getFirst().from();
          return new InetSocketAddress(InetAddress.ofLiteral(text.substring(0, colon)), port);
        });
  }

  private <T> T read(java.util.function.Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          java.util.Objects.requireNonNull(spec).commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
