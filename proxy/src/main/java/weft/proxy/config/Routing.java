package weft.proxy.config;

/** What an outbound request is routed by. Source: contracts.md 1. */
public enum Routing {
  /** The original destination of its connection. */
  ADDRESS,
  /** The authority of the request, completed by DNS. */
  AUTHORITY;

  static final Syntax<Routing> SYNTAX =
      new Syntax<>("routing", "address or authority", Routing::parse);

  private static Routing parse(String text) throws BadValue {
    return switch (text) {
      case "address" -> ADDRESS;
      case "authority" -> AUTHORITY;
      default -> throw new BadValue("NotARouting");
    };
  }
}
