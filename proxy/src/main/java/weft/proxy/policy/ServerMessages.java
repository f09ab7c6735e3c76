package weft.proxy.policy;

import com.google.protobuf.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weft.api.inbound.Authn;
import weft.api.inbound.Authz;
import weft.api.inbound.HttpRoute;
import weft.api.inbound.IdentitySuffix;
import weft.api.inbound.ProxyProtocol;
import weft.api.inbound.Server;
import weft.api.meta.Metadata;
import weft.proxy.policy.Authorization.Authentication;

/**
 * Reads policies as the policy service sends them. Pure. Source: docs/spec/inbound.md 5.3.
 *
 * <p>A message that breaks a rule becomes a policy that admits nobody.
 */
public final class ServerMessages {
  private static final Logger LOG = LoggerFactory.getLogger(ServerMessages.class);
  private static final int MAX_NANOS = 999_999_999;

  /** A hundred years: it never ends either way, and fits into nanoseconds. */
  private static final long MAX_SECONDS = 36_500L * 24 * 3600;

  private static final Authorization LOCALHOST =
      new Authorization(
          List.of(ServerPolicy.network("127.0.0.1/32"), ServerPolicy.network("::1/128")),
          new Authentication.None(),
          Meta.ofDefault("localhost"));

  private ServerMessages() {}

  /**
   * The policy in our terms.
   *
   * @param exemptsLocalhost whether clients on this host need no authorization
   */
  public static ServerPolicy read(Server message, boolean exemptsLocalhost) {
    try {
      return new ServerPolicy(
          kind(message.getProtocol()),
          authorizations(message, exemptsLocalhost),
          detectTimeout(message.getProtocol()),
          MetaMessages.read(message.getLabelsMap(), "server"),
          route(message.getProtocol()));
    } catch (Invalid e) {
      LOG.warn("Server misconfigured: {}", e.getMessage());
      return ServerPolicy.INVALID;
    }
  }

  private static ServerPolicy.Kind kind(ProxyProtocol protocol) throws Invalid {
    return switch (protocol.getKindCase()) {
      case DETECT -> ServerPolicy.Kind.DETECT;
      case HTTP1 -> ServerPolicy.Kind.HTTP1;
      case HTTP2, GRPC -> ServerPolicy.Kind.HTTP2;
      case OPAQUE -> ServerPolicy.Kind.OPAQUE;
      case TLS -> ServerPolicy.Kind.TLS;
      case KIND_NOT_SET -> throw new Invalid("protocol is missing");
    };
  }

  /** The first route names all requests, as long as routes are not matched. */
  private static ServerPolicy.Route route(ProxyProtocol protocol) throws Invalid {
    return switch (protocol.getKindCase()) {
      case DETECT -> route(protocol.getDetect().getHttpRoutesList());
      case HTTP1 -> route(protocol.getHttp1().getRoutesList());
      case HTTP2 -> route(protocol.getHttp2().getRoutesList());
      case GRPC ->
          protocol.getGrpc().getRoutesCount() == 0
              ? ServerPolicy.Route.DEFAULT
              : route(true, protocol.getGrpc().getRoutes(0).getMetadata());
      default -> ServerPolicy.Route.DEFAULT;
    };
  }

  private static ServerPolicy.Route route(List<HttpRoute> routes) throws Invalid {
    return routes.isEmpty()
        ? ServerPolicy.Route.DEFAULT
        : route(false, routes.getFirst().getMetadata());
  }

  private static ServerPolicy.Route route(boolean grpc, Metadata metadata) throws Invalid {
    return new ServerPolicy.Route(grpc, MetaMessages.read(metadata));
  }

  private static java.time.@Nullable Duration detectTimeout(ProxyProtocol protocol) throws Invalid {
    if (!protocol.hasDetect()) {
      return null;
    }
    if (!protocol.getDetect().hasTimeout()) {
      throw new Invalid("protocol detect: timeout is missing");
    }
    Duration timeout = protocol.getDetect().getTimeout();
    if (timeout.getSeconds() < 0 || timeout.getNanos() < 0 || timeout.getNanos() > MAX_NANOS) {
      throw new Invalid(
          "protocol detect: timeout " + timeout.getSeconds() + "s " + timeout.getNanos() + "ns");
    }
    return java.time.Duration.ofSeconds(
        Math.min(timeout.getSeconds(), MAX_SECONDS), timeout.getNanos());
  }

  private static List<Authorization> authorizations(Server message, boolean exemptsLocalhost)
      throws Invalid {
    var all = new ArrayList<Authorization>();
    for (Authz authz : message.getAuthorizationsList()) {
      all.add(
          new Authorization(
              NetworkMessages.read(authz),
              authentication(authz.getAuthentication()),
              authz.hasMetadata()
                  ? MetaMessages.read(authz.getMetadata())
                  : MetaMessages.read(authz.getLabelsMap(), "serverauthorization")));
    }
    if (exemptsLocalhost) {
      all.add(LOCALHOST);
    }
    return List.copyOf(all);
  }

  private static Authentication authentication(Authn authn) throws Invalid {
    return switch (authn.getPermitCase()) {
      case UNAUTHENTICATED -> new Authentication.None();
      case MESHTLS -> meshTls(authn.getMeshTLS());
      case PERMIT_NOT_SET -> throw new Invalid("an authorization has no authentication");
    };
  }

  private static Authentication meshTls(Authn.PermitMeshTLS permit) throws Invalid {
    return switch (permit.getClientsCase()) {
      case UNAUTHENTICATED -> new Authentication.Tls();
      case IDENTITIES -> identities(permit.getIdentities());
      case CLIENTS_NOT_SET -> throw new Invalid("mesh TLS without clients");
    };
  }

  private static Authentication identities(Authn.PermitMeshTLS.PermitClientIdentities permit) {
    Set<String> names = new HashSet<>();
    permit.getIdentitiesList().forEach(identity -> names.add(identity.getName()));
    var suffixes = permit.getSuffixesList().stream().map(ServerMessages::suffix).toList();
    return new Authentication.Identity(Set.copyOf(names), suffixes);
  }

  private static String suffix(IdentitySuffix suffix) {
    return suffix.getPartsCount() == 0 ? "" : "." + String.join(".", suffix.getPartsList());
  }
}
