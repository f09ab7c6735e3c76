package weft.testkit.mesh;

import com.google.protobuf.Duration;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import weft.api.destination.AddrSet;
import weft.api.destination.DestinationProfile;
import weft.api.destination.NoEndpoints;
import weft.api.destination.ProtocolHint;
import weft.api.destination.TlsIdentity;
import weft.api.destination.Update;
import weft.api.destination.WeightedAddr;
import weft.api.destination.WeightedAddrSet;
import weft.api.inbound.Authn;
import weft.api.inbound.Authz;
import weft.api.inbound.IdentitySuffix;
import weft.api.inbound.Network;
import weft.api.inbound.ProxyProtocol;
import weft.api.inbound.Server;
import weft.api.meta.Metadata;
import weft.api.meta.Resource;
import weft.api.net.IPAddress;
import weft.api.net.IPNetwork;
import weft.api.net.TcpAddress;
import weft.api.outbound.Backend;
import weft.api.outbound.HttpRoute;
import weft.api.outbound.OpaqueRoute;
import weft.api.outbound.OutboundPolicy;

/** What a control plane usually says, as short as it can be said. */
public final class Say {
  private static final Metadata WEB =
      Metadata.newBuilder()
          .setResource(
              Resource.newBuilder()
                  .setGroup("core")
                  .setKind("Service")
                  .setName("web")
                  .setNamespace("ns1")
                  .setPort(80))
          .build();

  private Say() {}

  // ---------------------------------------------------------------- inbound policy

  /** A server's policy: its protocol, and who is let in. */
  public static Server server(ProxyProtocol protocol, Authz... authorizations) {
    var server = Server.newBuilder().setProtocol(protocol).putLabels("name", "test");
    for (var authorization : authorizations) {
      server.addAuthorizations(authorization);
    }
    return server.build();
  }

  public static ProxyProtocol detect(java.time.Duration timeout) {
    var detect = ProxyProtocol.Detect.newBuilder().setTimeout(duration(timeout));
    return ProxyProtocol.newBuilder().setDetect(detect).build();
  }

  public static ProxyProtocol opaque() {
    return ProxyProtocol.newBuilder().setOpaque(ProxyProtocol.Opaque.getDefaultInstance()).build();
  }

  public static ProxyProtocol tls() {
    return ProxyProtocol.newBuilder().setTls(ProxyProtocol.Tls.getDefaultInstance()).build();
  }

  public static ProxyProtocol http1() {
    return ProxyProtocol.newBuilder().setHttp1(ProxyProtocol.Http1.getDefaultInstance()).build();
  }

  public static ProxyProtocol http2() {
    return ProxyProtocol.newBuilder().setHttp2(ProxyProtocol.Http2.getDefaultInstance()).build();
  }

  /** Lets everybody in. */
  public static Authz anybody() {
    return from("0.0.0.0", 0, Authn.newBuilder().setUnauthenticated(nobodyProves()).build());
  }

  /** Lets clients of one network in. */
  public static Authz anybodyFrom(String network, int bits) {
    return from(network, bits, Authn.newBuilder().setUnauthenticated(nobodyProves()).build());
  }

  /** Lets in whoever came by mesh TLS, with a certificate or without. */
  public static Authz anyTls() {
    return meshTls(Authn.PermitMeshTLS.newBuilder().setUnauthenticated(nobodyProves()));
  }

  /** Lets in who proves to be one of these. */
  public static Authz only(String... identities) {
    var all = Authn.PermitMeshTLS.PermitClientIdentities.newBuilder();
    for (var identity : identities) {
      all.addIdentities(weft.api.inbound.Identity.newBuilder().setName(identity));
    }
    return meshTls(Authn.PermitMeshTLS.newBuilder().setIdentities(all));
  }

  /** Lets in names that end with these labels. */
  public static Authz onlyUnder(String... labels) {
    var suffix = IdentitySuffix.newBuilder();
    for (var label : labels) {
      suffix.addParts(label);
    }
    var all = Authn.PermitMeshTLS.PermitClientIdentities.newBuilder().addSuffixes(suffix);
    return meshTls(Authn.PermitMeshTLS.newBuilder().setIdentities(all));
  }

  private static Authn.PermitUnauthenticated nobodyProves() {
    return Authn.PermitUnauthenticated.getDefaultInstance();
  }

  private static Authz meshTls(Authn.PermitMeshTLS.Builder permit) {
    return from("0.0.0.0", 0, Authn.newBuilder().setMeshTLS(permit).build());
  }

  private static Authz from(String network, int bits, Authn who) {
    var net = IPNetwork.newBuilder().setIp(ip(network)).setPrefixLen(bits);
    return Authz.newBuilder()
        .addNetworks(Network.newBuilder().setNet(net))
        .setAuthentication(who)
        .putLabels("name", "test-authz")
        .build();
  }

  // ---------------------------------------------------------------- outbound policy

  /** Requests and connections are balanced over what {@code Get} says for {@code path}. */
  public static OutboundPolicy balanced(String path) {
    return detecting(java.time.Duration.ofSeconds(10), balancer(path));
  }

  /** The same, with another patience for clients that say nothing. */
  public static OutboundPolicy detecting(java.time.Duration timeout, Backend backend) {
    var detect =
        weft.api.outbound.ProxyProtocol.Detect.newBuilder()
            .setTimeout(duration(timeout))
            .setOpaque(opaqueTo(backend))
            .setHttp1(weft.api.outbound.ProxyProtocol.Http1.newBuilder().addRoutes(route(backend)))
            .setHttp2(weft.api.outbound.ProxyProtocol.Http2.newBuilder().addRoutes(route(backend)));
    return policy(weft.api.outbound.ProxyProtocol.newBuilder().setDetect(detect));
  }

  /** Everything is copied to the backend unread. */
  public static OutboundPolicy opaqueOver(Backend backend) {
    return policy(weft.api.outbound.ProxyProtocol.newBuilder().setOpaque(opaqueTo(backend)));
  }

  private static OutboundPolicy policy(weft.api.outbound.ProxyProtocol.Builder protocol) {
    return OutboundPolicy.newBuilder().setProtocol(protocol).setMetadata(WEB).build();
  }

  /** A backend that balances over what {@code Get} says for {@code path}. */
  public static Backend balancer(String path) {
    var get = Backend.EndpointDiscovery.DestinationGet.newBuilder().setPath(path);
    var ewma =
        Backend.BalanceP2c.PeakEwma.newBuilder()
            .setDefaultRtt(duration(java.time.Duration.ofMillis(30)))
            .setDecay(duration(java.time.Duration.ofSeconds(10)));
    return Backend.newBuilder()
        .setMetadata(WEB)
        .setBalancer(
            Backend.BalanceP2c.newBuilder()
                .setDiscovery(Backend.EndpointDiscovery.newBuilder().setDst(get))
                .setPeakEwma(ewma))
        .setQueue(queue())
        .build();
  }

  /** A backend that is one endpoint. */
  public static Backend forward(WeightedAddr endpoint) {
    return Backend.newBuilder().setMetadata(WEB).setForward(endpoint).setQueue(queue()).build();
  }

  private static weft.api.outbound.Queue queue() {
    return weft.api.outbound.Queue.newBuilder()
        .setCapacity(100)
        .setFailfastTimeout(duration(java.time.Duration.ofSeconds(3)))
        .build();
  }

  private static HttpRoute route(Backend backend) {
    var to = HttpRoute.RouteBackend.newBuilder().setBackend(backend);
    var first = HttpRoute.Distribution.FirstAvailable.newBuilder().addBackends(to);
    var all = HttpRoute.Distribution.newBuilder().setFirstAvailable(first);
    return HttpRoute.newBuilder()
        .setMetadata(Metadata.newBuilder().setDefault("http"))
        .addRules(HttpRoute.Rule.newBuilder().setBackends(all))
        .build();
  }

  private static weft.api.outbound.ProxyProtocol.Opaque opaqueTo(Backend backend) {
    var to = OpaqueRoute.RouteBackend.newBuilder().setBackend(backend);
    var first = OpaqueRoute.Distribution.FirstAvailable.newBuilder().addBackends(to);
    var all = OpaqueRoute.Distribution.newBuilder().setFirstAvailable(first);
    return weft.api.outbound.ProxyProtocol.Opaque.newBuilder()
        .addRoutes(
            OpaqueRoute.newBuilder()
                .setMetadata(Metadata.newBuilder().setDefault("opaque"))
                .addRules(OpaqueRoute.Rule.newBuilder().setBackends(all)))
        .build();
  }

  // ---------------------------------------------------------------- destinations

  /** A profile of a service by its full name. */
  public static DestinationProfile profile(String name) {
    return DestinationProfile.newBuilder().setFullyQualifiedName(name).build();
  }

  /** These endpoints, or these more. */
  public static Update add(WeightedAddr... endpoints) {
    var all = WeightedAddrSet.newBuilder();
    for (var endpoint : endpoints) {
      all.addAddrs(endpoint);
    }
    return Update.newBuilder().setAdd(all).build();
  }

  /** These endpoints no longer. */
  public static Update remove(InetSocketAddress... addresses) {
    var all = AddrSet.newBuilder();
    for (var address : addresses) {
      all.addAddrs(tcp(address));
    }
    return Update.newBuilder().setRemove(all).build();
  }

  /** There is such a service, and nobody behind it. */
  public static Update nobody() {
    return Update.newBuilder().setNoEndpoints(NoEndpoints.newBuilder().setExists(true)).build();
  }

  /** An endpoint in clear. */
  public static WeightedAddr endpoint(InetSocketAddress address) {
    return WeightedAddr.newBuilder().setAddr(tcp(address)).setWeight(1).build();
  }

  /** An endpoint that takes HTTP/2, in clear. */
  public static WeightedAddr http2Endpoint(InetSocketAddress address) {
    return endpoint(address).toBuilder()
        .setProtocolHint(ProtocolHint.newBuilder().setH2(ProtocolHint.H2.getDefaultInstance()))
        .build();
  }

  /** An endpoint behind a proxy of that name, whose inbound port takes transport headers. */
  public static WeightedAddr meshed(InetSocketAddress address, String name, int inboundPort) {
    var hint =
        ProtocolHint.newBuilder()
            .setH2(ProtocolHint.H2.getDefaultInstance())
            .setOpaqueTransport(
                ProtocolHint.OpaqueTransport.newBuilder().setInboundPort(inboundPort));
    return identified(endpoint(address), name).toBuilder().setProtocolHint(hint).build();
  }

  /** The same endpoint, which proves a name by mesh TLS. */
  public static WeightedAddr identified(WeightedAddr endpoint, String name) {
    var dns = TlsIdentity.DnsLikeIdentity.newBuilder().setName(name);
    return endpoint.toBuilder()
        .setTlsIdentity(TlsIdentity.newBuilder().setDnsLikeIdentity(dns).setServerName(dns))
        .build();
  }

  static TcpAddress tcp(InetSocketAddress address) {
    return TcpAddress.newBuilder()
        .setIp(ip(address.getAddress().getHostAddress()))
        .setPort(address.getPort())
        .build();
  }

  private static IPAddress ip(String text) {
    var address = (Inet4Address) java.net.InetAddress.ofLiteral(text);
    return IPAddress.newBuilder().setIpv4(ByteBuffer.wrap(address.getAddress()).getInt()).build();
  }

  static Duration duration(java.time.Duration of) {
    return Duration.newBuilder().setSeconds(of.getSeconds()).setNanos(of.getNano()).build();
  }
}
