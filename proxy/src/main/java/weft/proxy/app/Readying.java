package weft.proxy.app;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What a proxy waits for before it serves; once ready it stays so. Any thread. */
final class Readying {
  private final List<String> waiting = new ArrayList<>();
  private final CompletableFuture<Void> ready = new CompletableFuture<>();

  /** Something to wait for, as {@code /ready?why} prints it. */
  synchronized void awaits(String what) {
    waiting.add(what);
  }

  void has(String what) {
    boolean all;
    synchronized (this) {
      waiting.remove(what);
      all = waiting.isEmpty();
    }
    if (all) {
      ready.complete(null);
    }
  }

  synchronized List<String> waitsFor() {
    return List.copyOf(waiting);
  }

  CompletableFuture<Void> future() {
    return ready;
  }
}
