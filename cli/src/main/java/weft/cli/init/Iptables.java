package weft.cli.init;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import weft.cli.Trouble;
import weft.cli.init.IptablesText.Hook;

/**
 * {@code iptables-restore} and {@code iptables-save}, in one of the kernel's two interfaces: the
 * rules of one IP version in one transaction.
 */
record Iptables(Interface wanted) implements Tool {
  /** Which interface of the kernel, by the ending of the program's name. */
  enum Interface {
    NFT("-nft"),
    PLAIN(""),
    LEGACY("-legacy");

    private final String ending;

    Interface(String ending) {
      this.ending = ending;
    }
  }

  @Override
  public List<Step> install(Redirection redirection, List<Family> families) throws Trouble {
    var steps = new ArrayList<Step>();
    for (Family family : families) {
      String program = program(family);
      var lacking = new ArrayList<Hook>();
      String present = present(program);
      for (Hook hook : Hook.values()) {
        if (jump(present, hook).isEmpty()) {
          lacking.add(hook);
        }
      }
      steps.add(restore(program, IptablesText.restore(redirection, family, lacking)));
    }
    return steps;
  }

  @Override
  public List<Step> remove(List<Family> families) throws Trouble {
    var steps = new ArrayList<Step>();
    for (Family family : families) {
      String program = program(family);
      String present = present(program);
      var jumps = new ArrayList<String>();
      var chains = new ArrayList<String>();
      for (Hook hook : Hook.values()) {
        jump(present, hook).ifPresent(jumps::add);
        if (present.contains("\n:" + hook.chain() + " ")) {
          chains.add(hook.chain());
        }
      }
      if (!chains.isEmpty()) {
        steps.add(restore(program, IptablesText.remove(jumps, chains)));
      }
    }
    return steps;
  }

  /** The program of the wanted interface; where it is missing, one of another. */
  private String program(Family family) throws Trouble {
    Optional<String> found = Programs.find(family.iptables() + wanted.ending + "-restore");
    for (Interface other : Interface.values()) {
      if (found.isEmpty()) {
        found = Programs.find(family.iptables() + other.ending + "-restore");
      }
    }
    String restore =
        found.orElseThrow(
            () ->
                new Trouble(
                    family.iptables()
                        + " is not installed (on Debian: apt-get install iptables);"
                        + " --iptables-mode nftables does with nft alone"));
    return restore.substring(0, restore.length() - "-restore".length());
  }

  private static String present(String program) throws Trouble {
    return new Step(program + "-save", "-t", "nat").run();
  }

  /** The rule that leads to our chain, as it is printed. */
  private static Optional<String> jump(String present, Hook hook) {
    return present
        .lines()
        .filter(line -> line.startsWith("-A " + hook.name() + " "))
        .filter(line -> line.endsWith(" -j " + hook.chain()))
        .findFirst();
  }

  private static Step restore(String program, String text) {
    return new Step(List.of(program + "-restore", "--noflush", "-w", "5"), text);
  }
}
