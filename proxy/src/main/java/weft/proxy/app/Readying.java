package weft.proxy.app;

import java.util.ArrayList;
import java.util.List;

/** What a proxy waits for before {@code /ready} says so; once ready it stays so. Any thread. */
final class Readying {
  private final List<String> waiting = new ArrayList<>();

  /** Something to wait for, as {@code /ready?why} prints it. */
  synchronized void awaits(String what) {
    waiting.add(what);
  }

  synchronized void has(String what) {
    waiting.remove(what);
  }

  synchronized List<String> waitsFor() {
    return List.copyOf(waiting);
  }
}
