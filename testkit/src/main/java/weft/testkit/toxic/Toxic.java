package weft.testkit.toxic;

import java.time.Duration;

/**
 * What one direction suffers.
 *
 * @param delay that each piece waits before it goes on; pieces wait one after the other, so a piece
 *     (at most 16 KiB) a delay is also the rate
 * @param bytesPerSecond 0: as fast as possible
 * @param pieceSize most bytes of one write, each a segment as far as the kernel lets us; 0: as read
 * @param stopped reads nothing more, so that the sender meets full buffers
 */
public record Toxic(Duration delay, long bytesPerSecond, int pieceSize, boolean stopped) {
  /** A good network. */
  public static final Toxic NONE = new Toxic(Duration.ZERO, 0, 0, false);

  public static Toxic delayOf(Duration delay) {
    return new Toxic(delay, 0, 0, false);
  }

  public static Toxic bandwidth(long bytesPerSecond) {
    return new Toxic(Duration.ZERO, bytesPerSecond, 0, false);
  }

  public static Toxic piecesOf(int bytes) {
    return new Toxic(Duration.ZERO, 0, bytes, false);
  }

  public static Toxic stop() {
    return new Toxic(Duration.ZERO, 0, 0, true);
  }

  /** How long a piece of that size is held. */
  Duration hold(int bytes) {
    return bytesPerSecond == 0 ? delay : delay.plusNanos(bytes * 1_000_000_000L / bytesPerSecond);
  }

  int piece(int most) {
    return pieceSize == 0 ? most : Math.min(most, pieceSize);
  }
}
