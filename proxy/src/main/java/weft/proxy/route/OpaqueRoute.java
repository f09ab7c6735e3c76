package weft.proxy.route;

/**
 * Where connections go whose bytes are not looked at. Source: docs/spec/outbound.md 5.2, 26.
 *
 * @param ruling whether they go there at all
 */
public record OpaqueRoute(Meta meta, Ruling ruling, Distribution backends) {
  /** What a route's filters say. */
  public enum Ruling {
    PASS,
    FORBIDDEN,
    /** Nobody knows what the policy means. */
    INVALID
  }
}
