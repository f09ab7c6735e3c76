package weft.cli.init;

import java.util.List;
import weft.cli.init.Rule.Action;
import weft.cli.init.Rule.Match;

/** The rules as {@code iptables-restore} reads them. Source: docs/spec/control-plane.md 13.1. */
final class IptablesText {
  static final String INBOUND = "PROXY_INIT_REDIRECT";
  static final String OUTBOUND = "PROXY_INIT_OUTPUT";

  /** A hook of the kernel, our chain behind it, and the name of the jump from one to the other. */
  enum Hook {
    PREROUTING(INBOUND, "install-proxy-init-prerouting"),
    OUTPUT(OUTBOUND, "install-proxy-init-output");

    private final String chain;
    private final String comment;

    Hook(String chain, String comment) {
      this.chain = chain;
      this.comment = comment;
    }

    String chain() {
      return chain;
    }

    /** The rule that leads to our chain, as arguments. */
    String jump() {
      return name() + " -j " + chain + comment(comment);
    }
  }

  private IptablesText() {}

  /** Makes both chains as they are to be; the jumps to them where {@code hooks} lack them. */
  static String restore(Redirection redirection, Family family, List<Hook> hooks) {
    var text = new StringBuilder("*nat\n");
    for (Hook hook : Hook.values()) {
      text.append(":").append(hook.chain()).append(" - [0:0]\n"); // made, or emptied
    }
    append(text, INBOUND, redirection.inbound(family));
    append(text, OUTBOUND, redirection.outbound());
    for (Hook hook : hooks) {
      text.append("-A ").append(hook.jump()).append('\n');
    }
    return text.append("COMMIT\n").toString();
  }

  /** Takes these jumps, as they are printed, and these chains away. */
  static String remove(List<String> jumps, List<String> chains) {
    var text = new StringBuilder("*nat\n");
    for (String jump : jumps) {
      text.append("-D ").append(jump, "-A ".length(), jump.length()).append('\n');
    }
    for (String chain : chains) {
      text.append("-F ").append(chain).append("\n-X ").append(chain).append('\n');
    }
    return text.append("COMMIT\n").toString();
  }

  private static void append(StringBuilder text, String chain, List<Rule> rules) {
    for (Rule rule : rules) {
      text.append("-A ").append(chain).append(match(rule.match())).append(action(rule.action()));
      text.append(comment(rule.name())).append('\n');
    }
  }

  private static String match(Match match) {
    return switch (match) {
      case Match.Ports(var ports) when ports.isEmpty() -> " -p tcp";
      case Match.Ports(var ports) ->
          " -p tcp -m multiport --dports " + Redirection.texts(ports, ":");
      case Match.From(var network) -> " -s " + network;
      case Match.User(int id) -> " -m owner --uid-owner " + id;
      case Match.Group(int id) -> " -m owner --gid-owner " + id;
      case Match.Loopback loopback -> " -o lo";
    };
  }

  private static String action(Action action) {
    return switch (action) {
      case Action.Leave leave -> " -j RETURN";
      case Action.Redirect(int port) -> " -j REDIRECT --to-ports " + port;
    };
  }

  private static String comment(String name) {
    return " -m comment --comment \"proxy-init/" + name + "\"";
  }
}
