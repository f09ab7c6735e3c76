package weft.control.mesh;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The mesh in force, and who wants to hear of the next one.
 *
 * <p>Any thread. Watchers are called under the feed's lock, one after the other and in the order of
 * the meshes, so they must be quick and must not wait for another thread that uses the feed.
 */
public final class MeshFeed {
  private final Set<Consumer<Mesh>> watchers = new LinkedHashSet<>();
  private volatile Mesh current;

  public MeshFeed(Mesh first) {
    this.current = first;
  }

  public Mesh current() {
    return current;
  }

  public synchronized void publish(Mesh next) {
    current = next;
    // A watcher may leave while it is called.
    for (var watcher : List.copyOf(watchers)) {
      if (watchers.contains(watcher)) {
        watcher.accept(next);
      }
    }
  }

  /** Calls the watcher with the mesh in force before it returns, then with each new one. */
  public synchronized void watch(Consumer<Mesh> watcher) {
    watchers.add(watcher);
    watcher.accept(current);
  }

  /** After this has returned, the watcher is not called again. */
  public synchronized void leave(Consumer<Mesh> watcher) {
    watchers.remove(watcher);
  }

  public synchronized int watchers() {
    return watchers.size();
  }
}
