package weft.cli.init;

/** A version of IP, as the tools call it. */
enum Family {
  IPV4("iptables", "ip"),
  IPV6("ip6tables", "ip6");

  static final int IPV4_BYTES = 4;

  private final String iptables;
  private final String nft;

  Family(String iptables, String nft) {
    this.iptables = iptables;
    this.nft = nft;
  }

  /** The program, without the ending that says which kernel interface it uses. */
  String iptables() {
    return iptables;
  }

  /** The family of a table. */
  String nft() {
    return nft;
  }
}
