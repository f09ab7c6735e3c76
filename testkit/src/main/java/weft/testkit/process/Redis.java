package weft.testkit.process;

import java.time.Duration;

/** A Redis on a free port of the loopback that keeps nothing on disk. */
public final class Redis implements AutoCloseable {
  private static final Duration TO_START = Duration.ofSeconds(10);

  private final Child child;
  private final int port;

  private Redis(Child child, int port) {
    this.child = child;
    this.port = port;
  }

  public static Redis start() {
    int port = Ports.free();
    var child =
        Program.REDIS
            .with("--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no")
            .start();
    try {
      child.awaitLine("Ready to accept connections", TO_START);
    } catch (AssertionError e) {
      child.close();
      throw e;
    }
    return new Redis(child, port);
  }

  public int port() {
    return port;
  }

  public Child child() {
    return child;
  }

  @Override
  public void close() {
    child.close();
  }
}
