package weft.cli.init;

import java.util.List;
import weft.cli.Trouble;

/** A tool that writes the kernel's rules. What was there of ours before does not matter. */
sealed interface Tool permits Iptables, Nft {
  /**
   * What makes the rules.
   *
   * @throws Trouble if the tool is missing, or does not say what is there
   */
  List<Step> install(Redirection redirection, List<Family> families) throws Trouble;

  /**
   * What takes them away; nothing where there are none.
   *
   * @throws Trouble as {@link #install}
   */
  List<Step> remove(List<Family> families) throws Trouble;
}
