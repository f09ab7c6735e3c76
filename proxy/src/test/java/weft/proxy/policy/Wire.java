package weft.proxy.policy;

import com.google.protobuf.Duration;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import weft.api.inbound.Authn;
import weft.api.inbound.Authz;
import weft.api.inbound.Identity;
import weft.api.inbound.IdentitySuffix;
import weft.api.inbound.Network;
import weft.api.inbound.ProxyProtocol;
import weft.api.inbound.Server;
import weft.api.net.IPAddress;
import weft.api.net.IPNetwork;
import weft.api.net.IPv6;
import weft.proxy.config.Id;
import weft.proxy.config.Ip;

/** Messages as the policy service sends them, and the peers that they are about. */
final class Wire {
  static final Authn ANYONE =
      Authn.newBuilder()
          .setUnauthenticated(Authn.PermitUnauthenticated.getDefaultInstance())
          .build();
  static final Authn ANY_TLS =
      Authn.newBuilder()
          .setMeshTLS(
              Authn.PermitMeshTLS.newBuilder()
                  .setUnauthenticated(Authn.PermitUnauthenticated.getDefaultInstance()))
          .build();
  static final ProxyProtocol DETECT =
      ProxyProtocol.newBuilder()
          .setDetect(
              ProxyProtocol.Detect.newBuilder().setTimeout(Duration.newBuilder().setSeconds(3)))
          .build();
  static final ProxyProtocol OPAQUE =
      ProxyProtocol.newBuilder().setOpaque(ProxyProtocol.Opaque.getDefaultInstance()).build();
  static final ProxyProtocol HTTP1 =
      ProxyProtocol.newBuilder().setHttp1(ProxyProtocol.Http1.getDefaultInstance()).build();

  private Wire() {}

  static Server server(ProxyProtocol protocol, Authz... authorizations) {
    return Server.newBuilder()
        .setProtocol(protocol)
        .putLabels("name", "web")
        .addAllAuthorizations(List.of(authorizations))
        .build();
  }

  static Authz authz(Authn authentication, Network... networks) {
    return Authz.newBuilder()
        .setAuthentication(authentication)
        .addAllNetworks(List.of(networks))
        .putLabels("name", "clients")
        .build();
  }

  static Authn identities(String... names) {
    var permitted = Authn.PermitMeshTLS.PermitClientIdentities.newBuilder();
    for (String name : names) {
      permitted.addIdentities(Identity.newBuilder().setName(name));
    }
    return Authn.newBuilder()
        .setMeshTLS(Authn.PermitMeshTLS.newBuilder().setIdentities(permitted))
        .build();
  }

  static Authn suffix(String... parts) {
    return Authn.newBuilder()
        .setMeshTLS(
            Authn.PermitMeshTLS.newBuilder()
                .setIdentities(
                    Authn.PermitMeshTLS.PermitClientIdentities.newBuilder()
                        .addSuffixes(IdentitySuffix.newBuilder().addAllParts(List.of(parts)))))
        .build();
  }

  static Network network(IPNetwork of, IPNetwork... except) {
    return Network.newBuilder().setNet(of).addAllExcept(List.of(except)).build();
  }

  static IPNetwork ip4(int address, int prefix) {
    return IPNetwork.newBuilder()
        .setIp(IPAddress.newBuilder().setIpv4(address))
        .setPrefixLen(prefix)
        .build();
  }

  static IPNetwork ip6(long first, long last, int prefix) {
    return IPNetwork.newBuilder()
        .setIp(IPAddress.newBuilder().setIpv6(IPv6.newBuilder().setFirst(first).setLast(last)))
        .setPrefixLen(prefix)
        .build();
  }

  /** A client without mesh TLS, or whose TLS is for somebody else. */
  static Peer plain(String address) {
    return Peer.plain(ip(address));
  }

  /** A client of mesh TLS; without a certificate if there is no identity. */
  static Peer meshed(@Nullable String identity) {
    return Peer.terminated(ip("10.1.1.1"), identity == null ? null : Id.parse(identity));
  }

  private static InetAddress ip(String text) {
    return Objects.requireNonNull(Ip.parse(text));
  }
}
