package weft.proxy.config;

/** How connections reach the proxy. Source: contracts.md 1. */
public enum Mode {
  /** Redirected by nat rules; the original destination is read from the socket. */
  TRANSPARENT,
  /** The application names its target; the original destination is never read. */
  EXPLICIT;

  static final Syntax<Mode> SYNTAX = new Syntax<>("mode", "transparent or explicit", Mode::parse);

  private static Mode parse(String text) throws BadValue {
    return switch (text) {
      case "transparent" -> TRANSPARENT;
      case "explicit" -> EXPLICIT;
      default -> throw new BadValue("NotAMode");
    };
  }
}
