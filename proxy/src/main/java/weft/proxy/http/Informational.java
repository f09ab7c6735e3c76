package weft.proxy.http;

/** Who is told in headers why the proxy answered itself. Source: docs/spec/inbound.md 13.4. */
public enum Informational {
  /** Everybody: the outbound side, where clients are the own application. */
  EVERYBODY,
  /** Clients with a verified identity: the inbound side. */
  MESHED,
  /** Nobody, by configuration. */
  NOBODY;

  /** Whether this client is told. */
  public boolean tells(Client client) {
    return switch (this) {
      case EVERYBODY -> true;
      case MESHED -> client.identity() != null;
      case NOBODY -> false;
    };
  }
}
