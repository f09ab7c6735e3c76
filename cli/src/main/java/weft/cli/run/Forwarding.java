package weft.cli.run;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import weft.proxy.app.Proxy;
import weft.proxy.app.Signals;

/**
 * Passes signals on to the sidecar's command, which decides what they mean; the sidecar ends after
 * it.
 *
 * <p>A terminal sends SIGINT to the command itself too, so that it is not sent twice.
 */
public final class Forwarding {
  private final Child child;
  private final @Nullable Proxy first;
  private final AtomicBoolean draining = new AtomicBoolean();

  private Forwarding(Child child, @Nullable Proxy first) {
    this.child = child;
    this.first = first;
  }

  /**
   * From now on; before, the virtual machine's own handlers end the process.
   *
   * @param first drains its peers before the command is told to end; null: the command is told at
   *     once
   * @throws IllegalStateException if this virtual machine has no module jdk.unsupported
   */
  public static void to(Child child, @Nullable Proxy first) {
    var forwarding = new Forwarding(child, first);
    boolean onTerminal = "terminal".equals(System.getProperty("weft.stdin"));
    Signals.on("HUP", () -> child.signal("HUP"));
    Signals.on("TERM", () -> forwarding.end("TERM"));
    Signals.on("INT", onTerminal ? () -> {} : () -> forwarding.end("INT"));
  }

  private void end(String signal) {
    if (first == null || draining.getAndSet(true)) {
      child.signal(signal);
    } else {
      Thread.ofPlatform().daemon().start(() -> endAfter(first, signal));
    }
  }

  private void endAfter(Proxy proxy, String signal) {
    try {
      proxy.drainInbound();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    child.signal(signal);
  }
}
