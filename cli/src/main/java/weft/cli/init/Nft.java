package weft.cli.init;

import java.util.List;
import weft.cli.Trouble;

/** {@code nft}, of nftables: all rules in one transaction. */
record Nft() implements Tool {
  @Override
  public List<Step> install(Redirection redirection, List<Family> families) throws Trouble {
    return List.of(step(NftText.replace(redirection, families)));
  }

  @Override
  public List<Step> remove(List<Family> families) throws Trouble {
    return List.of(step(NftText.remove(families)));
  }

  private static Step step(String script) throws Trouble {
    return new Step(List.of(Programs.required("nft", "nftables"), "-f", "-"), script);
  }
}
