package weft.cli.init;

import java.util.ArrayList;
import java.util.List;
import weft.cli.Trouble;

/**
 * The network of addresses that services without one get: routed over a device that leads nowhere,
 * so that connections to them meet the rules on their way out.
 *
 * <p>Source: contracts of names without a cluster.
 */
final class VirtualNetwork {
  private static final String DEVICE = "weft0";

  /** Kinds of devices that lead nowhere; not every kernel has the first. */
  private static final List<String> KINDS = List.of("dummy", "bridge");

  private VirtualNetwork() {}

  /** What makes the route. */
  static List<Step> install(Network network) throws Trouble {
    String ip = ip();
    var steps = new ArrayList<Step>();
    if (!isThere()) {
      steps.add(new Step(ip, "link", "add", DEVICE, "type", kind(ip)));
    }
    steps.add(new Step(ip, "link", "set", DEVICE, "up"));
    steps.add(new Step(ip, "route", "replace", network.toString(), "dev", DEVICE));
    return steps;
  }

  /** The first kind that the kernel makes, tried with a device that goes away again. */
  private static String kind(String ip) {
    String trial = DEVICE + "try";
    for (String kind : KINDS) {
      try {
        new Step(ip, "link", "add", trial, "type", kind).run();
        new Step(ip, "link", "delete", trial).run();
        return kind;
      } catch (Trouble _) {
        // The next kind, or the first one with its complaint.
      }
    }
    return KINDS.getFirst();
  }

  /** What takes it away. */
  static List<Step> remove() throws Trouble {
    return isThere() ? List.of(new Step(ip(), "link", "delete", DEVICE)) : List.of();
  }

  private static boolean isThere() throws Trouble {
    return new Step(ip(), "-o", "link").run().contains(": " + DEVICE + ":");
  }

  private static String ip() throws Trouble {
    return Programs.required("ip", "iproute2");
  }
}
