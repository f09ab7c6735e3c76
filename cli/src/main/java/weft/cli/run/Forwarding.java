package weft.cli.run;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import weft.proxy.app.Proxy;
import weft.proxy.app.Signals;

/**
 * Passes signals on to the sidecar's command, which decides what they mean; the sidecar ends after
 * it.
 *
 * <p>Signals are caught from before the command starts: one that comes while it starts is passed on
 * then. A terminal sends SIGINT to the command itself too, so that it is not sent twice.
 */
public final class Forwarding {
  private final Proxy proxy;
  private final boolean sidecarFirst;
  private final AtomicBoolean ending = new AtomicBoolean();
  private final Set<String> early = new LinkedHashSet<>();
  private @Nullable Child child;

  private Forwarding(Proxy proxy, boolean sidecarFirst) {
    this.proxy = proxy;
    this.sidecarFirst = sidecarFirst;
  }

  /**
   * From now on; before, the virtual machine's own handlers end the process.
   *
   * <p>An instance of a group is withdrawn before its command is told to end, so that peers do not
   * come to one that is going. A second signal does not wait for that.
   *
   * @param sidecarFirst whether the proxy drains its peers, too, before the command is told
   * @throws IllegalStateException if this virtual machine has no module jdk.unsupported
   */
  public static Forwarding start(Proxy proxy, boolean sidecarFirst) {
    var forwarding = new Forwarding(proxy, sidecarFirst);
    boolean onTerminal = "terminal".equals(System.getProperty("weft.stdin"));
    Signals.on("HUP", () -> forwarding.pass("HUP"));
    Signals.on("TERM", () -> forwarding.end("TERM"));
    Signals.on("INT", onTerminal ? () -> {} : () -> forwarding.end("INT"));
    return forwarding;
  }

  /** The command has started. */
  public synchronized void to(Child started) {
    child = started;
    early.forEach(started::signal);
    early.clear();
  }

  private synchronized void pass(String signal) {
    if (child == null) {
      early.add(signal);
    } else {
      child.signal(signal);
    }
  }

  private void end(String signal) {
    if (ending.getAndSet(true)) {
      pass(signal);
    } else {
      Thread.ofPlatform().daemon().start(() -> endAfter(signal));
    }
  }

  private void endAfter(String signal) {
    try {
      if (sidecarFirst) {
        proxy.drainInbound();
      } else {
        proxy.withdraw();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    pass(signal);
  }
}
