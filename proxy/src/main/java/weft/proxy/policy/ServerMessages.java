package weft.proxy.policy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weft.api.inbound.Authn;
import weft.api.inbound.Authz;
import weft.api.inbound.Server;
import weft.api.net.IPNetwork;
import weft.proxy.config.Cidr;
import weft.proxy.policy.Authorization.Authentication;
import weft.proxy.policy.Authorization.Network;

/**
 * Reads policies as the policy service sends them. Pure. Source: docs/spec/inbound.md 5.3.
 *
 * <p>A message that breaks a rule becomes a policy that admits nobody.
 */
public final class ServerMessages {
  private static final Logger LOG = LoggerFactory.getLogger(ServerMessages.class);
  private static final ServerPolicy INVALID =
      new ServerPolicy(ServerPolicy.Kind.DETECT, List.of(), "invalid");

  private ServerMessages() {}

  /** Why a message cannot be used. */
  private static final class Invalid extends Exception {
    private static final long serialVersionUID = 1;

    Invalid(String message) {
      super(message);
    }
  }

  /**
   * The policy in our terms.
   *
   * @param exemptsLocalhost whether clients on this host need no authorization
   */
  public static ServerPolicy read(Server message, boolean exemptsLocalhost) {
    try {
      return new ServerPolicy(
          kind(message), authorizations(message, exemptsLocalhost), name(message.getLabelsMap()));
    } catch (Invalid e) {
      LOG.warn("Server misconfigured: {}", e.getMessage());
      return INVALID;
    }
  }

  private static ServerPolicy.Kind kind(Server message) throws Invalid {
    var protocol = message.getProtocol();
    return switch (protocol.getKindCase()) {
      case DETECT -> {
        if (!protocol.getDetect().hasTimeout()) {
          throw new Invalid("protocol detect: timeout is missing");
        }
        yield ServerPolicy.Kind.DETECT;
      }
      case HTTP1 -> ServerPolicy.Kind.HTTP1;
      case HTTP2, GRPC -> ServerPolicy.Kind.HTTP2;
      case OPAQUE -> ServerPolicy.Kind.OPAQUE;
      case TLS -> ServerPolicy.Kind.TLS;
      case KIND_NOT_SET -> throw new Invalid("protocol is missing");
    };
  }

  private static List<Authorization> authorizations(Server message, boolean exemptsLocalhost)
      throws Invalid {
    var all = new ArrayList<Authorization>();
    for (Authz authz : message.getAuthorizationsList()) {
      all.add(
          new Authorization(
              networks(authz), authentication(authz.getAuthentication()), nameOf(authz)));
    }
    if (exemptsLocalhost) {
      all.add(
          new Authorization(
              List.of(ServerPolicy.network("127.0.0.1/32"), ServerPolicy.network("::1/128")),
              new Authentication.None(),
              "localhost"));
    }
    return List.copyOf(all);
  }

  private static List<Network> networks(Authz authz) throws Invalid {
    if (authz.getNetworksCount() == 0) {
      throw new Invalid("an authorization names no network");
    }
    var networks = new ArrayList<Network>();
    for (var network : authz.getNetworksList()) {
      var except = new ArrayList<Cidr>();
      for (IPNetwork part : network.getExceptList()) {
        except.add(cidr(part));
      }
      networks.add(new Network(cidr(network.getNet()), List.copyOf(except)));
    }
    return List.copyOf(networks);
  }

  private static Cidr cidr(IPNetwork network) throws Invalid {
    try {
      return new Cidr(ip(network), network.getPrefixLen());
    } catch (IllegalArgumentException | UnknownHostException e) {
      throw new Invalid("not a network: " + network.getPrefixLen());
    }
  }

  private static InetAddress ip(IPNetwork network) throws UnknownHostException {
    var ip = network.getIp();
    ByteBuffer bytes =
        ip.hasIpv6()
            ? ByteBuffer.allocate(16)
                .putLong(ip.getIpv6().getFirst())
                .putLong(ip.getIpv6().getLast())
            : ByteBuffer.allocate(4).putInt(ip.getIpv4());
    return InetAddress.getByAddress(bytes.array());
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
    var suffixes = new ArrayList<String>();
    permit
        .getSuffixesList()
        .forEach(
            suffix ->
                suffixes.add(
                    suffix.getPartsCount() == 0
                        ? ""
                        : "." + String.join(".", suffix.getPartsList())));
    return new Authentication.Identity(Set.copyOf(names), List.copyOf(suffixes));
  }

  private static String nameOf(Authz authz) {
    var metadata = authz.getMetadata();
    return metadata.hasResource()
        ? metadata.getResource().getName()
        : metadata.getDefault().isEmpty()
            ? authz.getLabelsMap().getOrDefault("name", "")
            : metadata.getDefault();
  }

  private static String name(Map<String, String> labels) throws Invalid {
    String name = labels.get("name");
    if (name == null) {
      throw new Invalid("the label name is missing");
    }
    return name;
  }
}
