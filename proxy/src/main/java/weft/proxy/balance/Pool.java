package weft.proxy.balance;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weft.proxy.config.Ip;
import weft.proxy.stack.Factory;
import weft.proxy.stack.Readiness;
import weft.proxy.stack.Service;
import weft.proxy.stack.Signal;
import weft.proxy.stack.Timers;

/**
 * The endpoints of one destination, each with a service of its own, kept as discovery says.
 *
 * <p>A service is built when its endpoint is added, and connects by itself if it must; an endpoint
 * that is told again unchanged keeps its service and its load, a changed one gets a new service.
 * What is under way at a removed endpoint completes. Ready while a member is. On one loop only; an
 * update is applied whole before the readiness it results in is told, so that the first endpoint of
 * many does not take all that waits. Source: docs/spec/outbound.md 20.3, 21.
 */
public final class Pool<S extends Service> implements Readiness {
  private static final Logger LOG = LoggerFactory.getLogger(Pool.class);

  private final Map<InetSocketAddress, Member<S>> members = new HashMap<>();
  private final ReadyList<S> ready = new ReadyList<>();
  private final Signal signal = new Signal(false);
  private final Factory<? super Endpoint, ? extends S> services;
  private final Law law;
  private final Timers timers;
  private final RandomGenerator random;
  private final PoolEvents events;
  private final int most;
  private boolean updating;

  /**
   * How load is estimated.
   *
   * @param rtt what an endpoint is assumed to take before it was measured
   * @param decay the time in which a measurement loses weight by the factor e
   * @param penalty for which answers an endpoint is avoided; null: for none
   */
  public record Law(Duration rtt, Duration decay, @Nullable Penalty penalty) {
    /** What the reference uses. */
    public static final Law USUAL = new Law(Duration.ofMillis(30), Duration.ofSeconds(10));

    /** Without penalty. */
    public Law(Duration rtt, Duration decay) {
      this(rtt, decay, null);
    }

    public Law withoutPenalty() {
      return new Law(rtt, decay);
    }

    Load load(long nowNanos) {
      return penalty == null
          ? new PeakEwma(rtt, decay, nowNanos)
          : new PenaltyEwma(rtt, decay, nowNanos);
    }
  }

  /** A pool without endpoints, for as many as discovery sends. */
  public Pool(
      Factory<? super Endpoint, ? extends S> services,
      Law law,
      Timers timers,
      RandomGenerator random,
      PoolEvents events) {
    this(services, law, timers, random, events, Integer.MAX_VALUE);
  }

  /**
   * A pool without endpoints, for {@code most} of them: more are left out until the next update.
   */
  public Pool(
      Factory<? super Endpoint, ? extends S> services,
      Law law,
      Timers timers,
      RandomGenerator random,
      PoolEvents events,
      int most) {
    this.most = most;
    this.services = services;
    this.law = law;
    this.timers = timers;
    this.random = random;
    this.events = events;
  }

  @Override
  public boolean isReady() {
    return signal.isReady();
  }

  /** What one of the endpoints says, as they often have it in common. */
  @Override
  public String obstacle() {
    if (members.isEmpty()) {
      return "it has no endpoints";
    }
    for (Member<S> member : members.values()) {
      String why = member.service().readiness().obstacle();
      if (!why.isEmpty()) {
        return members.size() == 1 ? why : why + ", one of " + members.size() + " endpoints";
      }
    }
    return "none of " + members.size() + " endpoints is ready";
  }

  @Override
  public void onChange(Runnable wake) {
    signal.onChange(wake);
  }

  Law law() {
    return law;
  }

  public int size() {
    return members.size();
  }

  /** Chooses a member that is ready; null if none is. */
  public @Nullable Member<S> pick() {
    List<Member<S>> candidates = ready.members();
    return candidates.isEmpty() ? null : PowerOfTwo.pick(candidates, timers.nanoTime(), random);
  }

  /** Does as discovery says. */
  public void apply(Update update) {
    updating = true;
    switch (update) {
      case Update.Add(var endpoints) -> {
        addAll(endpoints);
        events.updated(PoolEvents.Op.ADD);
      }
      case Update.Remove(var addresses) -> {
        addresses.forEach(this::remove);
        events.updated(PoolEvents.Op.REMOVE);
      }
      case Update.Reset(var endpoints) -> reset(endpoints);
    }
    updating = false;
    tell();
  }

  /** All endpoints are let go. */
  public void retire() {
    apply(new Update.Reset(List.of()));
  }

  private void reset(List<Endpoint> endpoints) {
    Set<InetSocketAddress> kept = new HashSet<>();
    endpoints.forEach(endpoint -> kept.add(endpoint.address()));
    List<InetSocketAddress> gone = new ArrayList<>(members.keySet());
    gone.removeAll(kept);
    gone.forEach(this::remove);
    if (addAll(endpoints) || !gone.isEmpty()) {
      events.updated(PoolEvents.Op.RESET);
    }
  }

  /** Whether anything changed. */
  private boolean addAll(List<Endpoint> endpoints) {
    boolean changed = false;
    int leftOut = 0;
    for (Endpoint endpoint : endpoints) {
      if (members.size() >= most && !members.containsKey(endpoint.address())) {
        leftOut++;
      } else {
        changed |= add(endpoint);
      }
    }
    if (leftOut > 0) {
      LOG.warn("{} endpoints left out: a backend has at most {} (limit)", leftOut, most);
      events.leftOut(leftOut);
    }
    return changed;
  }

  private boolean add(Endpoint endpoint) {
    Member<S> known = members.get(endpoint.address());
    if (known != null && known.endpoint().equals(endpoint)) {
      return false;
    }
    log(known == null ? "Adding endpoint" : "Updating endpoint", endpoint.address());
    var member = new Member<S>(endpoint, services.build(endpoint), law.load(timers.nanoTime()));
    members.put(endpoint.address(), member);
    member.service().readiness().onChange(() -> changed(member));
    ready.update(member);
    if (known != null) {
      drop(known);
    }
    return true;
  }

  private void remove(InetSocketAddress address) {
    Member<S> member = members.remove(address);
    if (member != null) {
      log("Removing endpoint", address);
      drop(member);
    }
  }

  private void drop(Member<S> member) {
    member.remove();
    ready.update(member);
  }

  private void changed(Member<S> member) {
    if (!member.isRemoved()) {
      ready.update(member);
      tell();
    }
  }

  private void tell() {
    if (!updating) {
      int now = ready.members().size();
      events.endpoints(now, members.size() - now);
      signal.set(now > 0);
    }
  }

  private static void log(String what, InetSocketAddress address) {
    if (LOG.isInfoEnabled()) {
      LOG.info("{} addr={}", what, Ip.text(address));
    }
  }
}
