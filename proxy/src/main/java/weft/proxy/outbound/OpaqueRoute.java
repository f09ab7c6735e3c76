package weft.proxy.outbound;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import weft.proxy.balance.Alternatives;
import weft.proxy.discover.Subscription;
import weft.proxy.http.Refusal;
import weft.proxy.route.Distribution;

/**
 * Where opaque connections to one target go: to one of the backends that the plan says.
 *
 * <p>A backend that a new plan has as well stays as it is. Loop only. Source: docs/spec/outbound.md
 * 18, 26.
 */
final class OpaqueRoute {
  private final Parts parts;
  private final LoopParts on;
  private final Target target;
  private final Subscription plans;
  private final List<Consumer<Plan>> waiting = new ArrayList<>();
  private Map<OpaqueBackend.Key, OpaqueBackend> backends = new HashMap<>();
  private @Nullable Alternatives<OpaqueBackend> alternatives;
  private @Nullable Plan plan;
  private Plan.@Nullable Bytes bytes;
  private @Nullable OpaqueCounters counters;

  OpaqueRoute(Target target, Parts parts, LoopParts on, Plans all) {
    this.parts = parts;
    this.on = on;
    this.target = target;
    this.plans = all.follow(target, this::changed);
  }

  /** Tells {@code listener} the plan once, as soon as there is one. */
  void whenKnown(Consumer<Plan> listener) {
    Plan known = plan;
    if (known == null) {
      waiting.add(listener);
    } else {
      listener.accept(known);
    }
  }

  /** As {@link #whenKnown}, or after a limited time a plan that says that it took too long. */
  void await(Consumer<Plan> listener) {
    whenKnown(listener);
    if (plan == null) {
      var _ = on.loop().after(AuthorityRouter.DISCOVERY, () -> giveUp(listener));
    }
  }

  private void giveUp(Consumer<Plan> listener) {
    if (waiting.remove(listener)) {
      long limit = AuthorityRouter.DISCOVERY.toSeconds();
      String text = "discovery of " + target + " took longer than " + limit + "s";
      listener.accept(Plan.refused(Refusal.Kind.DISCOVERY_TIMEOUT, text));
    }
  }

  /** Why it leads nowhere, as far as is known now. */
  @Nullable Refusal refusal() {
    return plan == null ? null : plan.refusal();
  }

  /** Why bytes that are not HTTP go nowhere, as far as is known now. */
  @Nullable Refusal refusalOfBytes() {
    return bytes == null ? null : bytes.refusal();
  }

  /** What counts connections, once the plan is known and no refusal. */
  @Nullable OpaqueCounters counters() {
    return counters;
  }

  /** Where the next connection goes, once the plan is known and no refusal; null: nowhere. */
  @Nullable OpaqueBackend pick() {
    return alternatives == null ? null : alternatives.pick();
  }

  private void changed(Plan next) {
    plan = next;
    bytes = next.bytes();
    counters =
        next.refusal() == null ? OpaqueCounters.of(target.addr(), next, parts.metrics()) : null;
    Map<OpaqueBackend.Key, OpaqueBackend> previous = replace(next.bytes());
    List<Consumer<Plan>> told = List.copyOf(waiting);
    waiting.clear();
    told.forEach(listener -> listener.accept(next));
    previous.values().forEach(OpaqueBackend::retire);
  }

  /** Those that are not used any more. */
  private Map<OpaqueBackend.Key, OpaqueBackend> replace(Plan.Bytes by) {
    Map<OpaqueBackend.Key, OpaqueBackend> unused = backends;
    backends = new HashMap<>();
    alternatives =
        by.refusal() == null
            ? Router.alternatives(by.backends(), choice -> backend(by, choice, unused), on.random())
            : null;
    return unused;
  }

  private OpaqueBackend backend(
      Plan.Bytes by, Distribution.Choice choice, Map<OpaqueBackend.Key, OpaqueBackend> previous) {
    var key = new OpaqueBackend.Key(by.parent(), choice.backend());
    OpaqueBackend known = previous.remove(key);
    if (known != null) {
      backends.put(key, known);
    }
    return backends.computeIfAbsent(key, k -> new OpaqueBackend(k, target.addr(), parts, on));
  }

  void retire() {
    plans.cancel();
    backends.values().forEach(OpaqueBackend::retire);
  }
}
