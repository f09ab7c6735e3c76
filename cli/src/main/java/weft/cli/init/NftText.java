package weft.cli.init;

import java.util.List;
import weft.cli.init.Rule.Action;
import weft.cli.init.Rule.Match;

/** The rules as {@code nft -f} reads them: a table of our own, replaced as a whole. */
final class NftText {
  static final String TABLE = "weft_redirect";

  private NftText() {}

  /** Makes the table as it is to be, whatever there was of it. */
  static String replace(Redirection redirection, List<Family> families) {
    var text = new StringBuilder();
    for (Family family : families) {
      text.append(remove(List.of(family)));
      text.append("table ").append(family.nft()).append(' ').append(TABLE).append(" {\n");
      chain(text, "prerouting", "dstnat", redirection.inbound(family), family);
      chain(text, "output", "-100", redirection.outbound(), family);
      text.append("}\n");
    }
    return text.toString();
  }

  /** Takes the table away; none is no error. */
  static String remove(List<Family> families) {
    var text = new StringBuilder();
    for (Family family : families) {
      String table = " table " + family.nft() + ' ' + TABLE + '\n';
      text.append("add").append(table).append("delete").append(table);
    }
    return text.toString();
  }

  private static void chain(
      StringBuilder text, String hook, String priority, List<Rule> rules, Family family) {
    text.append("  chain ").append(hook).append(" {\n    type nat hook ").append(hook);
    text.append(" priority ").append(priority).append("; policy accept;\n");
    for (Rule rule : rules) {
      text.append("    ").append(match(rule.match(), family)).append(action(rule.action()));
      text.append(" comment \"").append(rule.name()).append("\"\n");
    }
    text.append("  }\n");
  }

  private static String match(Match match, Family family) {
    return switch (match) {
      case Match.Ports(var ports) when ports.isEmpty() -> "meta l4proto tcp";
      case Match.Ports(var ports) -> "tcp dport { " + Redirection.texts(ports, "-") + " }";
      case Match.From(var network) -> family.nft() + " saddr " + network;
      case Match.User(int id) -> "meta skuid " + id;
      case Match.Group(int id) -> "meta skgid " + id;
      case Match.Loopback loopback -> "oifname \"lo\"";
    };
  }

  private static String action(Action action) {
    return switch (action) {
      case Action.Leave leave -> " return";
      case Action.Redirect(int port) -> " redirect to :" + port;
    };
  }
}
