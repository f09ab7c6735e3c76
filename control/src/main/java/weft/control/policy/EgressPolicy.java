package weft.control.policy;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import weft.api.destination.WeightedAddr;
import weft.api.grpcroute.GrpcRouteMatch;
import weft.api.grpcroute.GrpcRpcMatch;
import weft.api.outbound.GrpcRoute;
import weft.api.outbound.HttpRoute;
import weft.api.outbound.OpaqueRoute;
import weft.api.outbound.OutboundPolicy;
import weft.api.outbound.ProxyProtocol;
import weft.control.mesh.Annotations;
import weft.control.mesh.EgressNetwork;
import weft.control.mesh.Kind;
import weft.control.mesh.Mesh;
import weft.control.mesh.ParentRef;
import weft.control.wire.MetaMessages;
import weft.control.wire.NetMessages;

/** The policy of an address outside that an EgressNetwork holds (control-plane.md 9.3, 9.6). */
record EgressPolicy(RouteParent parent, EgressNetwork network, Protocols protocols) {
  private static final String REFUSED = "traffic not allowed";
  private static final int FORBIDDEN = 403;
  private static final int PERMISSION_DENIED = 7;

  /** Empty where no EgressNetwork that counts for the client holds the address. */
  static Optional<OutboundPolicy> of(Mesh mesh, InetSocketAddress address, String client) {
    return choose(mesh, address, client).map(network -> of(mesh, network, address, client));
  }

  /** The client's own networks, or else the common ones; of these the closest fit. */
  private static Optional<EgressNetwork> choose(
      Mesh mesh, InetSocketAddress address, String client) {
    var own = mesh.egressNetworks(client);
    var candidates = own.isEmpty() ? mesh.egressNetworks(mesh.settings().egressNamespace()) : own;
    Optional<EgressNetwork> best = Optional.empty();
    int longest = -1;
    for (var network : candidates) {
      int prefix = network.prefixAround(address.getAddress()).orElse(-1);
      if (prefix > longest) {
        longest = prefix;
        best = Optional.of(network);
      }
    }
    return best;
  }

  private static OutboundPolicy of(
      Mesh mesh, EgressNetwork network, InetSocketAddress address, String client) {
    var metadata = MetaMessages.egress(network, address.getPort());
    var forward = WeightedAddr.newBuilder().setAddr(NetMessages.tcp(address)).setWeight(1).build();
    var parent =
        new RouteParent(
            mesh,
            ParentRef.Target.EGRESS_NETWORK,
            network.meta().id(),
            address.getPort(),
            client,
            network.traffic(),
            metadata,
            Backends.forward(metadata, forward));
    return OutboundPolicy.newBuilder()
        .setMetadata(metadata)
        .setProtocol(new EgressPolicy(parent, network, new Protocols(network.traffic())).protocol())
        .build();
  }

  private ProxyProtocol protocol() {
    var settings = parent.mesh().settings();
    if (Annotations.opaquePorts(network, settings).contains(parent.port())) {
      return protocols.opaque(opaque());
    }
    if (has(Kind.GRPC_ROUTE)) {
      return protocols.grpc(grpc());
    }
    if (!has(Kind.HTTP_ROUTE) && has(Kind.TLS_ROUTE)) {
      var routes = new ArrayList<>(new TlsRoutes(parent).all());
      routes.add(new TlsRoutes(parent).byDefault(name("tls"), network.allow()));
      return protocols.tls(routes);
    }
    return !has(Kind.HTTP_ROUTE) && has(Kind.TCP_ROUTE)
        ? protocols.opaque(opaque())
        : protocols.detect(http(), List.of(opaqueByDefault()));
  }

  private boolean has(Kind kind) {
    return !parent.routes(kind).isEmpty();
  }

  private String name(String protocol) {
    return protocol + "-egress-" + (network.allow() ? "allow" : "deny");
  }

  private List<HttpRoute> http() {
    var routes = new ArrayList<>(new HttpRoutes(parent).all());
    var last = new HttpRoutes(parent);
    routes.add(
        network.allow()
            ? last.byDefault(name("http"))
            : last.refused(name("http"), FORBIDDEN, REFUSED));
    return routes;
  }

  private List<GrpcRoute> grpc() {
    var routes = new ArrayList<>(new GrpcRoutes(parent).all());
    var rule =
        GrpcRoute.Rule.newBuilder()
            .addMatches(GrpcRouteMatch.newBuilder().setRpc(GrpcRpcMatch.getDefaultInstance()))
            .setBackends(
                GrpcRoute.Distribution.newBuilder()
                    .setFirstAvailable(
                        GrpcRoute.Distribution.FirstAvailable.newBuilder()
                            .addBackends(
                                GrpcRoute.RouteBackend.newBuilder().setBackend(parent.own()))));
    if (!network.allow()) {
      rule.addFilters(GrpcRoutes.failure(PERMISSION_DENIED, REFUSED));
    }
    routes.add(
        GrpcRoute.newBuilder()
            .setMetadata(MetaMessages.byDefault(name("grpc")))
            .addRules(rule)
            .build());
    return routes;
  }

  private List<OpaqueRoute> opaque() {
    var routes = new OpaqueRoutes(parent).first();
    return routes.isEmpty() || !network.allow() ? withDefault(routes) : routes;
  }

  private List<OpaqueRoute> withDefault(List<OpaqueRoute> routes) {
    var all = new ArrayList<>(routes);
    all.add(opaqueByDefault());
    return all;
  }

  private OpaqueRoute opaqueByDefault() {
    var routes = new OpaqueRoutes(parent);
    return network.allow() ? routes.byDefault(name("tcp")) : routes.refused(name("tcp"));
  }
}
