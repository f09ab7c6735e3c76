package weft.proxy.outbound;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import weft.proxy.config.Addr;
import weft.proxy.config.DnsName;
import weft.proxy.config.Suffix;
import weft.proxy.discover.Names;
import weft.proxy.discover.OutboundPolicy;
import weft.proxy.discover.Profile;
import weft.proxy.discover.Subscription;
import weft.proxy.http.Refusal;
import weft.proxy.stack.Timers.Timer;
import weft.proxy.transport.Loop;

/**
 * Finds out where one name leads, and follows it as that changes.
 *
 * <p>The name is made canonical by DNS and compared with the suffixes. Inside them the control
 * plane is asked by it; the profile gets a limited time, the policy decides alone after that;
 * whichever of them has routes wins anew with every update. Outside, and where the control plane
 * knows nothing, it goes where it was going, else where DNS says, in clear. Loop only. Source:
 * docs/spec/outbound.md 7, 33.3 to 33.5.
 */
final class NamePlanner implements Subscription {
  /** Addresses outside the mesh may move; the resolver keeps answers for as long as they say. */
  private static final Duration MAY_MOVE = Duration.ofSeconds(5);

  private static final Duration MAY_RECOVER = Duration.ofSeconds(1);

  /** How long whoever has another way waits for a name to become canonical. */
  private static final Duration REFINEMENT = Duration.ofMillis(100);

  private final Parts parts;
  private final Loop loop;
  private final Target target;
  private final Addr.Name named;
  private final Planner.Telling telling;
  private final Inquiry inquiry = new Inquiry(this::decide);
  private Timer patience = Timer.UNSET;
  private Timer again = Timer.UNSET;
  private String canonical = "";

  private NamePlanner(
      Parts parts, Loop loop, Target target, Addr.Name named, Planner.Telling telling) {
    this.parts = parts;
    this.loop = loop;
    this.target = target;
    this.named = named;
    this.telling = telling;
  }

  /** Tells {@code telling} where the target leads, now or later, and again when it changes. */
  static Subscription follow(
      Parts parts, Loop loop, Target target, Addr.Name named, Planner.Telling telling) {
    var planner = new NamePlanner(parts, loop, target, named, telling);
    planner.start();
    return planner;
  }

  private void start() {
    if (target.original() != null) {
      patience = loop.after(REFINEMENT, this::unrefined);
    }
    look();
  }

  private void look() {
    parts.names().canonical(loop, named.name(), new Found());
  }

  /** DNS takes its time: the name is taken as it is meanwhile. */
  private void unrefined() {
    if (!Suffix.anyContains(parts.config().control().profileSuffixes(), named.name())) {
      telling.tell(elsewhere(List.of()));
    }
  }

  @Override
  public void cancel() {
    telling.end();
    patience.stop();
    again.stop();
    inquiry.cancel();
  }

  /** Outside the mesh: where it was going, else to the first of these. */
  private Plan elsewhere(List<InetAddress> addresses) {
    InetSocketAddress original = target.original();
    return Forwarding.to(
        parts,
        original == null ? new InetSocketAddress(addresses.getFirst(), named.port()) : original);
  }

  private final class Found implements Names.Answer {
    @Override
    public void canonical(DnsName name, List<InetAddress> addresses) {
      if (telling.isOver()) {
        return;
      }
      patience.stop();
      if (Suffix.anyContains(parts.config().control().profileSuffixes(), name)) {
        discover(name.withoutDot().text() + ":" + named.port());
      } else if (target.original() != null) {
        telling.tell(elsewhere(addresses));
      } else {
        move(addresses);
        lookAgain(MAY_MOVE);
      }
    }

    /** Stays with the address in use for as long as it is one of the name's. */
    private void move(List<InetAddress> addresses) {
      for (InetAddress address : addresses) {
        if (telling.says(elsewhere(List.of(address)))) {
          return;
        }
      }
      telling.tell(elsewhere(addresses));
    }

    @Override
    public void unknown(String why) {
      if (target.original() != null) {
        telling.tell(elsewhere(List.of()));
      } else {
        telling.tell(
            Plan.refused(Refusal.Kind.UNRESOLVED, "cannot resolve " + target + ": " + why));
      }
      lookAgain(MAY_RECOVER);
    }

    /** Keeps what is known: only an answer changes it. */
    @Override
    public void unanswered(String why) {
      if (telling.isSilent()) {
        telling.tell(
            target.original() != null
                ? elsewhere(List.of())
                : Plan.refused(
                    Refusal.Kind.DISCOVERY_TIMEOUT, "cannot resolve " + target + ": " + why));
      }
      lookAgain(MAY_RECOVER);
    }

    private void lookAgain(Duration pause) {
      if (!telling.isOver()) {
        again = loop.after(pause, NamePlanner.this::look);
      }
    }
  }

  // ---------------------------------------------------------------- what the control plane says

  private void discover(String authority) {
    canonical = authority;
    patience = loop.after(parts.config().inbound().profileTimeout(), inquiry::assumeNoProfile);
    inquiry.asked(
        parts.discovery().profile(authority, loop, inquiry.forProfile()),
        parts.discovery().policy(authority, loop, inquiry.forPolicy()));
  }

  /** A profile that says more than a name wins over a policy; decided anew each time. */
  private void decide() {
    Profile profile = inquiry.profile();
    OutboundPolicy policy = inquiry.policy();
    boolean open = policy == null && inquiry.refused() == null;
    if (profile == null || (open && !profile.decides())) {
      return;
    }
    if (profile.decides()) {
      telling.tell(new Plan.ByProfile(profile, profile.name(), named.port()));
    } else if (policy != null) {
      telling.tell(new Plan.ByPolicy(policy, policy.isOpaque() || profile.opaque(), canonical));
    } else {
      telling.tell(withoutPolicy(profile));
    }
  }

  private Plan withoutPolicy(Profile profile) {
    if (!profile.name().isEmpty()) {
      return new Plan.ByProfile(profile, profile.name(), named.port());
    }
    if (profile.endpoint() != null) {
      return Forwarding.to("endpoint", profile.endpoint(), profile.opaque());
    }
    return target.original() != null
        ? elsewhere(List.of())
        : Plan.refused(Refusal.Kind.UNRESOLVED, "the control plane knows no service " + target);
  }
}
