package weft.testkit.toxic;

import java.io.ByteArrayOutputStream;

/** The first bytes of one direction of one connection, and how many there were. Any thread. */
public final class Recording {
  /** What is kept. */
  public static final int BOUND = 1 << 20;

  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private long total;

  synchronized void add(byte[] bytes, int count) {
    kept.write(bytes, 0, Math.min(count, BOUND - kept.size()));
    total += count;
  }

  /** A copy of what is kept. */
  public synchronized byte[] bytes() {
    return kept.toByteArray();
  }

  /** Bytes that went by, kept or not. */
  public synchronized long total() {
    return total;
  }
}
