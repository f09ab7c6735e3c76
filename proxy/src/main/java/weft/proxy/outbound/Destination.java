package weft.proxy.outbound;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.proxy.discover.Subscription;
import weft.proxy.http.Caller;
import weft.proxy.http.Exchange;
import weft.proxy.http.Header;
import weft.proxy.http.HeaderName;
import weft.proxy.http.HttpService;
import weft.proxy.http.Refuse;
import weft.proxy.http.RequestHead;
import weft.proxy.http.Version;
import weft.proxy.stack.Readiness;
import weft.proxy.stack.RetryBudget;
import weft.proxy.stack.Signal;
import weft.proxy.stack.Stack;

/**
 * The service behind one target and HTTP version: unready until it is known where it leads, then
 * whatever the plan in force says.
 *
 * <p>A new plan replaces the service for new exchanges; those under way complete. Loop only.
 */
final class Destination implements HttpService {
  private final PolicyStack policies;
  private final ProfileStack profiles;
  private final LoopParts on;
  private final RetryBudgets budgets;
  private final BackendCache backends;
  private final boolean http2;
  private final Signal known =
      new Signal(false, () -> "neither DNS nor the control plane has said yet where it leads");
  private final Subscription plans;
  private @Nullable HttpService service;

  /** Tells the peer's proxy which service was asked for (docs/spec/outbound.md 33.5). */
  private @Nullable Header canonical;

  private RetryBudgets.@Nullable Share budget;

  /** What is cached: the target as the request names it, and whether it is asked for by HTTP/2. */
  record Key(Target target, boolean http2) {
    static Key of(Target target, Version version) {
      return new Key(target, !version.isHttp1());
    }
  }

  /** What destinations of one loop are made of. */
  record Stacks(
      Parts parts,
      LoopParts on,
      Plans plans,
      RetryBudgets budgets,
      PolicyStack policies,
      ProfileStack profiles,
      EndpointStack endpoints) {
    static Stacks of(Parts parts, LoopParts on, RetryBudgets budgets) {
      return new Stacks(
          parts,
          on,
          new Plans(parts, on),
          budgets,
          new PolicyStack(parts, on),
          new ProfileStack(parts, on),
          new EndpointStack(parts, on));
    }

    List<Stack.Listing> listings() {
      var all = new ArrayList<>(policies.listings());
      all.add(profiles.listing());
      all.addAll(endpoints.listings());
      return all;
    }
  }

  /** Starts to find out. */
  Destination(Key key, Stacks stacks) {
    this.policies = stacks.policies();
    this.profiles = stacks.profiles();
    this.on = stacks.on();
    this.budgets = stacks.budgets();
    this.http2 = key.http2();
    this.backends = new BackendCache(backend -> stacks.endpoints().backend(backend, key.http2()));
    this.plans = stacks.plans().follow(key.target(), this::changed);
  }

  private void changed(Plan plan) {
    HttpService previous = service;
    String named =
        switch (plan) {
          case Plan.Refused refused -> null;
          case Plan.ByPolicy policy -> policy.canonical();
          case Plan.ByProfile profile -> profile.service();
        };
    canonical = named == null ? null : Header.of(HeaderName.L5D_DST_CANONICAL, named);
    service =
        switch (plan) {
          case Plan.Refused(var refusal) -> new Refuse(refusal.reset());
          case Plan.ByPolicy by -> policies.router(by.policy(), http2, backends);
          case Plan.ByProfile by -> profiles.router(by, budget(by), backends);
        };
    known.set(true);
    if (previous != null) {
      previous.retire();
    }
  }

  /** The new one is acquired before the old one is released, as they may be the same. */
  private @Nullable RetryBudget budget(Plan.ByProfile by) {
    var previous = budget;
    budget = budgets.acquire(by.service(), by.profile().budget(), on.loop().nanoTime());
    release(previous);
    return budget == null ? null : budget.budget();
  }

  private static void release(RetryBudgets.@Nullable Share share) {
    if (share != null) {
      share.release();
    }
  }

  @Override
  public Readiness readiness() {
    return known;
  }

  @Override
  public Exchange open(RequestHead head, Caller caller) {
    HttpService now = service;
    if (now == null) {
      throw new IllegalStateException("asked before it was ready");
    }
    if (canonical != null) {
      head.headers().set(canonical);
    }
    return now.open(head, caller);
  }

  @Override
  public void retire() {
    plans.cancel();
    release(budget);
    budget = null;
    if (service != null) {
      service.retire();
    }
  }
}
