package weft.proxy.outbound;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import weft.proxy.balance.Endpoint;
import weft.proxy.config.Cidr;
import weft.proxy.config.Ip;
import weft.proxy.discover.OutboundPolicy;
import weft.proxy.discover.Profile;
import weft.proxy.discover.Subscription;
import weft.proxy.grpc.Status;
import weft.proxy.http.Refusal;
import weft.proxy.transport.Loop;

/**
 * Finds out where one original destination leads, and follows it as that changes.
 *
 * <p>The control plane is asked by address; nobody decides for it, so there is no limit of time.
 * What it does not know is forwarded to where it was going. Loop only. Source:
 * docs/spec/outbound.md 4, 6.
 */
final class AddressPlanner implements Subscription {
  private final Parts parts;
  private final InetSocketAddress address;
  private final Planner.Telling telling;
  private final Inquiry inquiry = new Inquiry(this::decide);

  private AddressPlanner(Parts parts, InetSocketAddress address, Planner.Telling telling) {
    this.parts = parts;
    this.address = address;
    this.telling = telling;
  }

  /** Tells {@code telling} where {@code address} leads, later, and again when it changes. */
  static Subscription follow(
      Parts parts, Loop loop, InetSocketAddress address, Planner.Telling telling) {
    var planner = new AddressPlanner(parts, address, telling);
    planner.start(loop);
    return planner;
  }

  private void start(Loop loop) {
    if (parts.isOwn().test(address)) {
      telling.tell(Forwarding.to(parts, address));
      return;
    }
    var discovery = parts.discovery();
    var profile = inquiry.forProfile();
    Subscription profiles = NONE;
    if (Cidr.anyContains(parts.config().control().profileNetworks(), address.getAddress())) {
      profiles = discovery.profile(Ip.text(address), loop, profile);
    } else {
      profile.value(Profile.NONE);
    }
    inquiry.asked(profiles, discovery.policy(address, loop, inquiry.forPolicy()));
  }

  @Override
  public void cancel() {
    telling.end();
    inquiry.cancel();
  }

  private void decide() {
    Profile profile = inquiry.profile();
    OutboundPolicy policy = inquiry.policy();
    Status refused = inquiry.refused();
    if (profile == null || (policy == null && refused == null)) {
      return;
    }
    if (profile.decides()) {
      telling.tell(new Plan.ByProfile(profile, profile.name(), address.getPort()));
    } else if (policy != null) {
      telling.tell(new Plan.ByPolicy(policy, policy.isOpaque() || profile.opaque(), null));
    } else {
      telling.tell(withoutPolicy(profile, refused));
    }
  }

  /** A question that makes no sense to the control plane is not answered by guessing. */
  private Plan withoutPolicy(Profile profile, @Nullable Status refused) {
    if (refused != null && refused.isFinal()) {
      return Plan.refused(
          Refusal.Kind.UNEXPECTED, "no policy for " + Ip.text(address) + ": " + refused);
    }
    if (profile.endpoint() != null) {
      return Forwarding.to("endpoint", profile.endpoint(), profile.opaque());
    }
    String name = profile.equals(Profile.NONE) ? "fallback" : "endpoint";
    return Forwarding.to(name, Endpoint.of(address), profile.opaque());
  }
}
