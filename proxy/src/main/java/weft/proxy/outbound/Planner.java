package weft.proxy.outbound;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import weft.proxy.balance.Endpoint;
import weft.proxy.config.Addr;
import weft.proxy.config.DnsName;
import weft.proxy.config.Ip;
import weft.proxy.config.Suffix;
import weft.proxy.discover.Discovery;
import weft.proxy.discover.Names;
import weft.proxy.discover.OutboundPolicy;
import weft.proxy.discover.Profile;
import weft.proxy.discover.Subscription;
import weft.proxy.grpc.Status;
import weft.proxy.http.Refusal;
import weft.proxy.stack.Timers.Timer;
import weft.proxy.transport.Loop;

/**
 * Finds out where one target leads, and follows it as that changes.
 *
 * <p>A name is made canonical by DNS and compared with the suffixes. Inside them the control plane
 * is asked for profile and policy in parallel: the profile gets a limited time, the policy decides
 * alone after that; whichever of them has routes wins anew with every update. Outside, a name goes
 * where DNS says, in clear. Loop only. Source: docs/spec/outbound.md 6, 7, 33.3 to 33.5.
 */
final class Planner implements Subscription {
  /** Addresses outside the mesh may move; the resolver keeps answers for as long as they say. */
  private static final Duration MAY_MOVE = Duration.ofSeconds(5);

  private static final Duration MAY_RECOVER = Duration.ofSeconds(1);

  private final Parts parts;
  private final Loop loop;
  private final Addr target;
  private final Consumer<Plan> listener;
  private Subscription profiles = NONE;
  private Subscription policies = NONE;
  private Timer patience = Timer.UNSET;
  private Timer again = Timer.UNSET;
  private @Nullable Profile profile;
  private @Nullable OutboundPolicy policy;
  private boolean policyMissing;
  private @Nullable String canonical;
  private boolean cancelled;
  private @Nullable Plan plan;

  private Planner(Parts parts, Loop loop, Addr target, Consumer<Plan> listener) {
    this.parts = parts;
    this.loop = loop;
    this.target = target;
    this.listener = listener;
  }

  /** Tells {@code listener} where {@code target} leads, now or later, and again when it changes. */
  static Subscription follow(Parts parts, Loop loop, Addr target, Consumer<Plan> listener) {
    var planner = new Planner(parts, loop, target, listener);
    planner.start();
    return planner;
  }

  private void start() {
    switch (target) {
      case Addr.Socket(var address) -> tell(direct(address));
      case Addr.Name(var name, int port) -> look(name, port);
    }
  }

  private void look(DnsName name, int port) {
    parts.names().canonical(loop, name, new Found(name, port));
  }

  @Override
  public void cancel() {
    cancelled = true;
    patience.stop();
    again.stop();
    profiles.cancel();
    policies.cancel();
  }

  private void tell(Plan next) {
    if (!cancelled && !next.equals(plan)) {
      plan = next;
      listener.accept(next);
    }
  }

  private Plan direct(InetSocketAddress address) {
    return parts.isOwn().test(address)
        ? Plan.refused(
            Refusal.Kind.LOOP, "loop: " + Ip.text(address) + " is a listener of this proxy itself")
        : forwarded("fallback", Endpoint.of(address), false);
  }

  // ---------------------------------------------------------------- names

  private final class Found implements Names.Answer {
    private final DnsName asked;
    private final int port;

    Found(DnsName asked, int port) {
      this.asked = asked;
      this.port = port;
    }

    @Override
    public void canonical(DnsName name, List<InetAddress> addresses) {
      if (cancelled) {
        return;
      }
      if (Suffix.anyContains(parts.config().control().profileSuffixes(), name)) {
        discover(name.withoutDot().text() + ":" + port);
      } else {
        follow(addresses);
        lookAgain(MAY_MOVE);
      }
    }

    /** Stays with the address in use for as long as it is one of the name's. */
    private void follow(List<InetAddress> addresses) {
      for (InetAddress address : addresses) {
        if (direct(new InetSocketAddress(address, port)).equals(plan)) {
          return;
        }
      }
      tell(direct(new InetSocketAddress(addresses.getFirst(), port)));
    }

    @Override
    public void unknown(String why) {
      tell(Plan.refused(Refusal.Kind.UNRESOLVED, "cannot resolve " + target + ": " + why));
      lookAgain(MAY_RECOVER);
    }

    /** Keeps what is known: only an answer changes it. */
    @Override
    public void unanswered(String why) {
      if (plan == null) {
        tell(Plan.refused(Refusal.Kind.DISCOVERY_TIMEOUT, "cannot resolve " + target + ": " + why));
      }
      lookAgain(MAY_RECOVER);
    }

    private void lookAgain(Duration pause) {
      if (!cancelled) {
        again = loop.after(pause, () -> look(asked, port));
      }
    }
  }

  // ---------------------------------------------------------------- what the control plane says

  private void discover(String authority) {
    canonical = authority;
    patience = loop.after(parts.config().inbound().profileTimeout(), this::waitNoLonger);
    profiles = parts.discovery().profile(authority, loop, new ForProfile());
    policies = parts.discovery().policy(authority, loop, new ForPolicy());
  }

  private void waitNoLonger() {
    if (profile == null) {
      profile = Profile.NONE;
      decide();
    }
  }

  /** A profile that says more than a name wins over a policy; decided anew each time. */
  private void decide() {
    Profile p = profile;
    OutboundPolicy o = policy;
    if (p == null || (o == null && !policyMissing && !p.decides())) {
      return;
    }
    if (p.decides()) {
      tell(new Plan.ByProfile(p, p.name(), target.port()));
    } else if (o != null) {
      tell(new Plan.ByPolicy(o, o.isOpaque() || p.opaque(), canonical));
    } else {
      tell(withoutPolicy(p));
    }
  }

  private Plan withoutPolicy(Profile p) {
    if (!p.name().isEmpty()) {
      return new Plan.ByProfile(p, p.name(), target.port());
    }
    if (p.endpoint() != null) {
      return forwarded("endpoint", p.endpoint(), p.opaque());
    }
    return Plan.refused(Refusal.Kind.UNRESOLVED, "the control plane knows no service " + target);
  }

  private static Plan forwarded(String name, Endpoint endpoint, boolean isOpaque) {
    return new Plan.ByPolicy(OutboundPolicy.forward(name, endpoint, isOpaque), isOpaque, null);
  }

  private final class ForProfile implements Discovery.Listener<Profile> {
    @Override
    public void value(Profile value) {
      profile = value;
      decide();
    }

    @Override
    public void rejected(Status status) {
      value(Profile.NONE);
    }
  }

  private final class ForPolicy implements Discovery.Listener<OutboundPolicy> {
    @Override
    public void value(OutboundPolicy value) {
      policy = value;
      decide();
    }

    @Override
    public void rejected(Status status) {
      policyMissing = policy == null;
      decide();
    }
  }
}
