package weft.cli.init;

import java.util.ArrayList;
import java.util.List;
import weft.cli.init.Rule.Match;

/**
 * What is redirected to the proxy, and what is not.
 *
 * <p>Source: docs/spec/control-plane.md 13.1, 13.2.
 *
 * @param inboundPort where the proxy takes what comes to this host
 * @param outboundPort where it takes what leaves it
 * @param uid whose connections are the proxy's own; 0 for nobody's
 * @param gid the same for a group
 * @param only the ports of this host that are redirected; none: all
 * @param inboundIgnored ports of this host that are not
 * @param outboundIgnored ports elsewhere that are not
 * @param sourcesIgnored networks whose connections to this host are not redirected
 */
public record Redirection(
    int inboundPort,
    int outboundPort,
    int uid,
    int gid,
    List<PortRange> only,
    List<PortRange> inboundIgnored,
    List<PortRange> outboundIgnored,
    List<Network> sourcesIgnored) {
  /** As many as one rule of iptables can hold; a range counts twice. */
  private static final int REFERENCES = 15;

  /** Copies the lists. */
  public Redirection {
    only = List.copyOf(only);
    inboundIgnored = List.copyOf(inboundIgnored);
    outboundIgnored = List.copyOf(outboundIgnored);
    sourcesIgnored = List.copyOf(sourcesIgnored);
  }

  /** For what comes to this host, in order. */
  List<Rule> inbound(Family family) {
    var rules = new ArrayList<>(ignored(inboundIgnored));
    for (Network network : sourcesIgnored) {
      if (network.isOf(family)) {
        rules.add(Rule.leave(new Match.From(network), "ignore-subnet-" + network));
      }
    }
    if (only.isEmpty()) {
      rules.add(Rule.redirect(Match.Ports.ANY, inboundPort, "redirect-all-incoming-to-proxy-port"));
    }
    for (PortRange port : only) {
      rules.add(
          Rule.redirect(
              new Match.Ports(List.of(port)),
              inboundPort,
              "redirect-port-" + port + "-to-proxy-port"));
    }
    return rules;
  }

  /** For what leaves this host, in order. */
  List<Rule> outbound() {
    var rules = new ArrayList<Rule>();
    if (uid > 0) {
      rules.add(Rule.leave(new Match.User(uid), "ignore-proxy-user-id"));
    }
    if (gid > 0) {
      rules.add(Rule.leave(new Match.Group(gid), "ignore-proxy-group-id"));
    }
    rules.add(Rule.leave(new Match.Loopback(), "ignore-loopback"));
    rules.addAll(ignored(outboundIgnored));
    rules.add(Rule.redirect(Match.Ports.ANY, outboundPort, "redirect-all-outgoing-to-proxy-port"));
    return rules;
  }

  private static List<Rule> ignored(List<PortRange> ports) {
    var rules = new ArrayList<Rule>();
    var group = new ArrayList<PortRange>();
    int references = 0;
    for (PortRange port : ports) {
      if (references + port.references() > REFERENCES) {
        rules.add(ignore(group));
        group.clear();
        references = 0;
      }
      group.add(port);
      references += port.references();
    }
    if (!group.isEmpty()) {
      rules.add(ignore(group));
    }
    return rules;
  }

  private static Rule ignore(List<PortRange> ports) {
    var match = new Match.Ports(ports);
    return Rule.leave(match, "ignore-port-" + texts(ports, ":"));
  }

  /** With commas. */
  static String texts(List<PortRange> ports, String between) {
    return String.join(",", ports.stream().map(port -> port.text(between)).toList());
  }
}
