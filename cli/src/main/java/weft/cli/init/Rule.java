package weft.cli.init;

import java.util.List;

/**
 * One rule: what it holds for, and what becomes of a connection then.
 *
 * @param name tells what it is for, in a comment beside the rule
 */
record Rule(Match match, Action action, String name) {
  /** What a rule holds for. */
  sealed interface Match {
    /** TCP to some ports; to any where the list is empty. */
    record Ports(List<PortRange> ports) implements Match {
      static final Ports ANY = new Ports(List.of());

      public Ports {
        ports = List.copyOf(ports);
      }
    }

    /** Whatever comes from a network. */
    record From(Network network) implements Match {}

    /** What a user's processes send. */
    record User(int id) implements Match {}

    /** What a group's processes send. */
    record Group(int id) implements Match {}

    /** What leaves by the loopback. */
    record Loopback() implements Match {}
  }

  /** What becomes of a connection. */
  sealed interface Action {
    /** It goes where it was going. */
    record Leave() implements Action {}

    /** It goes to a port of this host. */
    record Redirect(int port) implements Action {}
  }

  static Rule leave(Match match, String name) {
    return new Rule(match, new Action.Leave(), name);
  }

  static Rule redirect(Match match, int port, String name) {
    return new Rule(match, new Action.Redirect(port), name);
  }
}
