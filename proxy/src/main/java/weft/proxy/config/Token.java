package weft.proxy.config;

/** A secret text, which no log and no dump of the configuration shows. */
public final class Token {
  private final String secret;

  public Token(String secret) {
    this.secret = secret;
  }

  /** The secret, for the wire only. */
  public String reveal() {
    return secret;
  }

  @Override
  public String toString() {
    return "(secret)";
  }
}
