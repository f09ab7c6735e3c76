package weft.control.registry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weft.control.mesh.ExternalWorkload;
import weft.control.mesh.Mesh;

/**
 * The instances that announced themselves and have not lapsed.
 *
 * <p>What a registration says, and that it was renewed, is written to its file; control planes over
 * one directory see each other's files change, and count from then on their own monotonic clocks,
 * so that nobody compares wall clocks. What was there at the start stays for the grace period,
 * heard of or not: a restart never empties a balancer. Any thread.
 */
public final class Registrations {
  /** How long an announcement counts. */
  public static final Duration LEASE = Duration.ofSeconds(10);

  /** How long what was found at the start counts. */
  public static final Duration GRACE = Duration.ofSeconds(30);

  private static final int MOST = 10_000;
  private static final Logger log = LoggerFactory.getLogger(Registrations.class);

  /**
   * One registration in force.
   *
   * @param owner the stream that it last came by, or {@link #NOBODY}
   */
  private record Held(
      Registration registration, long deadline, StateDirectory.Stamp stamp, Object owner) {}

  /** Who has what another control plane renews, or what was found at the start. */
  private static final Object NOBODY = new Object();

  private final StateDirectory directory;
  private final LongSupplier nanoTime;
  private final Runnable onChange;
  private final Map<String, Held> held = new TreeMap<>();

  /**
   * Takes up what the directory holds.
   *
   * @param nanoTime monotonic
   * @param onChange called after each change, on the thread that made it, without any lock
   */
  public Registrations(StateDirectory directory, LongSupplier nanoTime, Runnable onChange) {
    this.directory = directory;
    this.nanoTime = nanoTime;
    this.onChange = onChange;
    directory.read().forEach((file, found) -> hold(file, found, GRACE));
  }

  /**
   * As the workloads that they are; those whose group has gone, or whose token is revoked, are left
   * out.
   */
  public synchronized List<ExternalWorkload> workloads(Mesh mesh) {
    var workloads = new ArrayList<ExternalWorkload>();
    for (var one : held.values()) {
      var registration = one.registration();
      mesh.group(registration.key().groupName())
          .filter(_ -> !isRevoked(registration, mesh))
          .ifPresent(group -> workloads.add(registration.in(group)));
    }
    return workloads;
  }

  private static boolean isRevoked(Registration registration, Mesh mesh) {
    var token = registration.token();
    return token != null && mesh.settings().isRevoked(token);
  }

  public synchronized int size() {
    return held.size();
  }

  /**
   * Registers an instance, or renews it.
   *
   * @param owner the stream by which it comes
   * @return false where there are too many to take one more
   */
  boolean put(Registration registration, Object owner) {
    boolean changed;
    synchronized (this) {
      var file = StateDirectory.fileOf(registration.key());
      var before = held.get(file);
      if (before == null && held.size() >= MOST) {
        return false;
      }
      changed = before == null || !before.registration().equals(registration);
      var stamp =
          changed ? directory.write(file, registration) : directory.renew(file, registration);
      held.put(file, new Held(registration, deadline(LEASE), stamp, owner));
    }
    if (changed) {
      log.info(
          "registry: {}: {}", registration.key(), registration.ready() ? "ready" : "not ready");
      onChange.run();
    }
    return true;
  }

  /** Forgets an instance that says farewell, unless it has come by another stream since. */
  void withdraw(Registration.Key key, Object owner) {
    synchronized (this) {
      var file = StateDirectory.fileOf(key);
      var known = held.get(file);
      if (known == null || !known.owner().equals(owner)) {
        return;
      }
      held.remove(file);
      directory.delete(file);
    }
    log.info("registry: {}: withdrawn", key);
    onChange.run();
  }

  /** A stream that broke: its instance has the rest of its lease to come back in. */
  synchronized void disown(Registration.Key key, Object owner) {
    var file = StateDirectory.fileOf(key);
    held.computeIfPresent(
        file,
        (_, known) ->
            known.owner().equals(owner)
                ? new Held(known.registration(), known.deadline(), known.stamp(), NOBODY)
                : known);
  }

  /** Takes what other control planes wrote, and lets go what has lapsed. */
  public void look() {
    boolean changed;
    synchronized (this) {
      var found = directory.read();
      changed = adopt(found);
      changed |= forget(found);
      changed |= lapse();
    }
    if (changed) {
      onChange.run();
    }
  }

  private boolean adopt(Map<String, StateDirectory.Found> found) {
    boolean changed = false;
    for (var entry : found.entrySet()) {
      var known = held.get(entry.getKey());
      if (known == null) {
        hold(entry.getKey(), entry.getValue(), LEASE);
        changed = true;
      } else if (!known.stamp().equals(entry.getValue().stamp())) {
        hold(entry.getKey(), entry.getValue(), LEASE);
        changed |= !known.registration().equals(entry.getValue().registration());
      }
    }
    return changed;
  }

  /**
   * What another control plane deleted is gone; what one of our streams renews is not, nor is all
   * of it where the whole directory has gone.
   */
  private boolean forget(Map<String, StateDirectory.Found> found) {
    boolean changed = false;
    boolean whole = directory.isThere();
    for (var entry : List.copyOf(held.entrySet())) {
      if (directory.isKept() && !found.containsKey(entry.getKey())) {
        var known = entry.getValue();
        if (known.owner() == NOBODY) {
          changed |= whole && held.remove(entry.getKey()) != null;
        } else {
          var stamp = directory.write(entry.getKey(), known.registration());
          held.put(
              entry.getKey(),
              new Held(known.registration(), known.deadline(), stamp, known.owner()));
        }
      }
    }
    return changed;
  }

  private boolean lapse() {
    long now = nanoTime.getAsLong();
    boolean changed = false;
    for (var entry : List.copyOf(held.entrySet())) {
      if (entry.getValue().deadline() - now <= 0) {
        log.warn("registry: {}: not heard of any more", entry.getValue().registration().key());
        held.remove(entry.getKey());
        directory.delete(entry.getKey());
        changed = true;
      }
    }
    return changed;
  }

  private void hold(String file, StateDirectory.Found found, Duration span) {
    var before = held.get(file);
    var owner = before == null ? NOBODY : before.owner();
    boolean same = before != null && before.registration().equals(found.registration());
    held.put(
        file, new Held(found.registration(), deadline(span), found.stamp(), same ? owner : NOBODY));
  }

  private long deadline(Duration span) {
    return nanoTime.getAsLong() + span.toNanos();
  }
}
