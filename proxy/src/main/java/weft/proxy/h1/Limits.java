package weft.proxy.h1;

import java.time.Duration;

/**
 * What one connection may ask of us.
 *
 * @param maxHeadBytes of start line and fields together; more is answered 431
 * @param maxLines field lines of a head or of trailers; more is answered 431
 * @param maxTargetBytes of a request's target; more is answered 414
 * @param maxTrailerBytes of trailers together
 * @param window body bytes of one direction that may be on their way through us, beside one read
 * @param hostRequired whether an HTTP/1.1 request without {@code host} is refused (RFC 9112, 3.2);
 *     not where the original destination stands in for it (docs/spec/outbound.md 9.4)
 * @param headPatience how long a request's head may take from its first byte to its last; more is
 *     answered 408
 * @param explains whether refusals say why in {@code l5d-proxy-error}
 */
public record Limits(
    int maxHeadBytes,
    int maxLines,
    int maxTargetBytes,
    int maxTrailerBytes,
    int window,
    boolean hostRequired,
    Duration headPatience,
    boolean explains) {
  /** Those of the reference (docs/spec/inbound.md 9.1), and trailers of 16 KiB. */
  public static final Limits USUAL =
      new Limits(417_792, 100, 65_534, 16_384, 65_536, true, Duration.ofSeconds(30), true);

  /** With the bounds of a configuration. */
  public static Limits of(weft.proxy.config.Limits bounds) {
    return new Limits(
        bounds.headerBytes(),
        bounds.headerCount(),
        USUAL.maxTargetBytes,
        Math.min(USUAL.maxTrailerBytes, bounds.headerBytes()),
        USUAL.window,
        true,
        bounds.requestHead(),
        true);
  }

  /** The same, but whether refusals say why. */
  public Limits explaining(boolean explain) {
    return new Limits(
        maxHeadBytes,
        maxLines,
        maxTargetBytes,
        maxTrailerBytes,
        window,
        hostRequired,
        headPatience,
        explain);
  }

  /** The same, but whether a missing {@code host} is refused. */
  public Limits requiringHost(boolean require) {
    return new Limits(
        maxHeadBytes,
        maxLines,
        maxTargetBytes,
        maxTrailerBytes,
        window,
        require,
        headPatience,
        explains);
  }
}
