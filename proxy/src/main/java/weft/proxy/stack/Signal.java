package weft.proxy.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Readiness that its owner sets.
 *
 * <p>On one loop only. Who listens is bounded by what is built above the owner.
 */
public final class Signal implements Readiness {
  private final List<Runnable> listeners = new ArrayList<>(1);
  private final Supplier<String> obstacle;
  private boolean ready;

  /** A signal that begins so. */
  public Signal(boolean ready) {
    this(ready, () -> "");
  }

  /** The same, whose owner knows what stands in the way. */
  public Signal(boolean ready, Supplier<String> obstacle) {
    this.ready = ready;
    this.obstacle = obstacle;
  }

  @Override
  public boolean isReady() {
    return ready;
  }

  @Override
  public String obstacle() {
    return ready ? "" : obstacle.get();
  }

  @Override
  public void onChange(Runnable wake) {
    listeners.add(wake);
  }

  /** Tells the listeners if this is a change; they may set it again from inside. */
  public void set(boolean now) {
    if (ready == now) {
      return;
    }
    ready = now;
    for (int i = 0; i < listeners.size(); i++) {
      listeners.get(i).run();
    }
  }
}
