package weft.proxy.outbound;

import org.jspecify.annotations.Nullable;
import weft.proxy.discover.Discovery;
import weft.proxy.discover.OutboundPolicy;
import weft.proxy.discover.Profile;
import weft.proxy.discover.Subscription;
import weft.proxy.grpc.Status;

/**
 * What the control plane says about one target: its profile and its policy, asked for in parallel
 * and followed as they change.
 *
 * <p>Loop only. Source: docs/spec/outbound.md 4.1.
 */
final class Inquiry implements Subscription {
  private final Runnable changed;
  private Subscription profiles = NONE;
  private Subscription policies = NONE;
  private @Nullable Profile profile;
  private @Nullable OutboundPolicy policy;
  private @Nullable Status refused;

  /** Runs {@code changed} after each answer. */
  Inquiry(Runnable changed) {
    this.changed = changed;
  }

  /** Hears of a profile. */
  Discovery.Listener<Profile> forProfile() {
    return new ForProfile();
  }

  /** Hears of a policy. */
  Discovery.Listener<OutboundPolicy> forPolicy() {
    return new ForPolicy();
  }

  /** What was asked for, to be cancelled with this. */
  void asked(Subscription profiles, Subscription policies) {
    this.profiles = profiles;
    this.policies = policies;
  }

  /** Waits no longer for a profile: until there is one, there is none. */
  void assumeNoProfile() {
    if (profile == null) {
      profile = Profile.NONE;
      changed.run();
    }
  }

  /** The last one; null before the first answer. */
  @Nullable Profile profile() {
    return profile;
  }

  /** The last one; null before the first, and where there is none. */
  @Nullable OutboundPolicy policy() {
    return policy;
  }

  /** Why there is no policy; null if there is one, or no answer yet. */
  @Nullable Status refused() {
    return refused;
  }

  @Override
  public void cancel() {
    profiles.cancel();
    policies.cancel();
  }

  private final class ForProfile implements Discovery.Listener<Profile> {
    @Override
    public void value(Profile value) {
      profile = value;
      changed.run();
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
      refused = null;
      changed.run();
    }

    /** One that is in force stays. */
    @Override
    public void rejected(Status status) {
      refused = policy == null ? status : null;
      changed.run();
    }
  }
}
