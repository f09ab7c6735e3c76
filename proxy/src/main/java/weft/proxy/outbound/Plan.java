package weft.proxy.outbound;

import org.jspecify.annotations.Nullable;
import weft.proxy.discover.OutboundPolicy;
import weft.proxy.discover.Profile;
import weft.proxy.http.Refusal;
import weft.proxy.route.Backend;
import weft.proxy.route.Distribution;
import weft.proxy.route.Meta;
import weft.proxy.route.OpaqueRoute;

/**
 * Where a target leads, as far as is known now: what decides about its requests and connections.
 * Immutable. Source: docs/spec/outbound.md 7.
 */
sealed interface Plan {
  /** Nowhere. */
  record Refused(Refusal refusal) implements Plan {
    @Override
    public boolean opaque() {
      return false;
    }

    @Override
    public Bytes bytes() {
      return Bytes.refused(INVALID, INVALID, refusal);
    }
  }

  /**
   * A policy decides.
   *
   * @param opaque its connections are not looked at
   * @param canonical the name and port that peers are told was asked for; null to tell nothing
   */
  record ByPolicy(OutboundPolicy policy, boolean opaque, @Nullable String canonical)
      implements Plan {
    @Override
    public Bytes bytes() {
      OpaqueRoute route = policy.bytes();
      if (route == null) {
        return Bytes.refused(policy.parent(), INVALID, refusal(Refusal.Kind.NO_ROUTE, "no route"));
      }
      return switch (route.ruling()) {
        case PASS -> Bytes.of(policy.parent(), route.meta(), route.backends());
        case FORBIDDEN ->
            Bytes.refused(
                policy.parent(), route.meta(), refusal(Refusal.Kind.UNAUTHORIZED, "forbidden"));
        case INVALID ->
            Bytes.refused(
                policy.parent(),
                route.meta(),
                refusal(Refusal.Kind.INVALID_POLICY, "invalid client policy"));
      };
    }

    private Refusal refusal(Refusal.Kind kind, String why) {
      return new Refusal(kind, why + ": " + policy.parent() + ", for bytes that are not HTTP");
    }
  }

  /**
   * A profile decides.
   *
   * @param host its name
   */
  record ByProfile(Profile profile, String host, int port) implements Plan {
    @Override
    public boolean opaque() {
      return profile.opaque();
    }

    String service() {
      return host + ':' + port;
    }

    Meta meta() {
      return Meta.ofService(host, port);
    }

    /** Where its requests go. */
    Distribution targets() {
      return profile.targets().choices().isEmpty()
          ? Distribution.to(Backend.balance(meta(), service()))
          : profile.targets();
    }

    @Override
    public Bytes bytes() {
      return Bytes.of(meta(), Meta.ofDefault("profile"), targets());
    }
  }

  /**
   * What connections meet that are not looked at.
   *
   * @param backends where they go; none if there is a refusal, some if there is none
   * @param refusal why they go nowhere
   */
  record Bytes(Meta parent, Meta route, Distribution backends, @Nullable Refusal refusal) {
    private static Bytes of(Meta parent, Meta route, Distribution backends) {
      return backends.choices().isEmpty()
          ? refused(parent, route, none(route))
          : new Bytes(parent, route, backends, null);
    }

    private static Bytes refused(Meta parent, Meta route, Refusal refusal) {
      return new Bytes(parent, route, Distribution.EMPTY, refusal);
    }

    private static Refusal none(Meta route) {
      return new Refusal(
          Refusal.Kind.LOAD_SHED, "service unavailable: " + route + " has no backend");
    }
  }

  Meta INVALID = Meta.ofDefault("invalid");

  static Plan refused(Refusal.Kind kind, String text) {
    return new Refused(new Refusal(kind, text));
  }

  /** Why it leads nowhere; null if it leads somewhere. */
  default @Nullable Refusal refusal() {
    return this instanceof Refused(var refusal) ? refusal : null;
  }

  boolean opaque();

  Bytes bytes();
}
