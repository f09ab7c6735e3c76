package weft.cli.init;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.cli.Trouble;

/**
 * All that {@code weft init} changes on a host, for one tool.
 *
 * @param virtual null for none
 */
public record Plan(Mode mode, boolean ipv6, @Nullable Network virtual) {
  /** The tool that writes the rules, as it is named on the command line. */
  public enum Mode {
    NFT,
    LEGACY,
    PLAIN,
    NFTABLES;

    private Tool tool() {
      return switch (this) {
        case NFT -> new Iptables(Iptables.Interface.NFT);
        case LEGACY -> new Iptables(Iptables.Interface.LEGACY);
        case PLAIN -> new Iptables(Iptables.Interface.PLAIN);
        case NFTABLES -> new Nft();
      };
    }
  }

  /** The commands that make it so, as lines that a shell takes; they are run if {@code doIt}. */
  public List<String> install(Redirection redirection, boolean doIt) throws Trouble {
    var steps = new ArrayList<>(mode.tool().install(redirection, families()));
    if (virtual != null) {
      steps.addAll(VirtualNetwork.install(virtual));
    }
    return carry(steps, doIt);
  }

  /** The same for taking it all away. */
  public List<String> remove(boolean doIt) throws Trouble {
    var steps = new ArrayList<>(mode.tool().remove(families()));
    if (virtual != null) {
      steps.addAll(VirtualNetwork.remove());
    }
    return carry(steps, doIt);
  }

  private List<Family> families() {
    return ipv6 ? List.of(Family.IPV4, Family.IPV6) : List.of(Family.IPV4);
  }

  private static List<String> carry(List<Step> steps, boolean doIt) throws Trouble {
    var lines = new ArrayList<String>();
    for (Step step : steps) {
      lines.add(step.toString());
      if (doIt) {
        step.run();
      }
    }
    return lines;
  }
}
