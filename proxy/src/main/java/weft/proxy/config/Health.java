package weft.proxy.config;

/**
 * How the application shows that it is ready.
 *
 * <p>{@code path} is empty but for HTTP. Source: contracts.md 6.
 */
public record Health(Kind kind, String path) {
  /** What is asked of the application's first port. */
  public enum Kind {
    /** Nothing: it is ready once it runs. */
    NONE,
    /** To accept a connection. */
    TCP,
    /** To answer GET on the path with 200 to 399. */
    HTTP
  }

  static final Syntax<Health> SYNTAX =
      new Syntax<>("check", "http:/PATH, tcp or none", Health::parse);

  private static Health parse(String text) throws BadValue {
    if (text.startsWith("http:/")) {
      return new Health(Kind.HTTP, text.substring(5));
    }
    return switch (text) {
      case "tcp" -> new Health(Kind.TCP, "");
      case "none" -> new Health(Kind.NONE, "");
      default -> throw new BadValue("NotAHealthCheck");
    };
  }
}
