package weft.control.destination;

import java.net.InetSocketAddress;
import java.util.Map;
import weft.api.destination.Http2ClientParams;
import weft.api.destination.ProtocolHint;
import weft.api.destination.TlsIdentity;
import weft.api.destination.TlsIdentity.DnsLikeIdentity;
import weft.api.destination.TlsIdentity.UriLikeIdentity;
import weft.api.destination.WeightedAddr;
import weft.control.mesh.Annotations;
import weft.control.mesh.Endpoint;
import weft.control.mesh.ExternalWorkload;
import weft.control.mesh.MeshSettings;
import weft.control.mesh.PeerIdentity;
import weft.control.wire.NetMessages;
import weft.control.wire.Spans;

/** Endpoints as messages (control-plane.md 3.6 to 3.8). Pure. */
final class EndpointMessages {
  private static final int WEIGHT = 10_000;
  private static final String ZONE_LABEL = "topology.kubernetes.io/zone";

  private EndpointMessages() {}

  /** One of the endpoints of a service. */
  static WeightedAddr ofService(Endpoint endpoint, MeshSettings settings) {
    // Callers do not say where they are, so nobody is known to be near.
    return of(endpoint, settings).putMetricLabels("zone_locality", "unknown").build();
  }

  /** The one endpoint that an address or an instance's name stands for. */
  static WeightedAddr alone(Endpoint endpoint, MeshSettings settings) {
    return of(endpoint, settings)
        .putMetricLabels("namespace", endpoint.workload().meta().namespace())
        .build();
  }

  /** An address that belongs to nothing known. */
  static WeightedAddr bare(InetSocketAddress address) {
    return WeightedAddr.newBuilder().setAddr(NetMessages.tcp(address)).setWeight(WEIGHT).build();
  }

  private static WeightedAddr.Builder of(Endpoint endpoint, MeshSettings settings) {
    var workload = endpoint.workload();
    var message =
        bare(new InetSocketAddress(endpoint.ip(), endpoint.port())).toBuilder()
            .putAllMetricLabels(labels(workload));
    var identity = workload.identity();
    if (identity != null && !Annotations.skippedPorts(workload).contains(endpoint.port())) {
      message
          .setTlsIdentity(tls(identity))
          .setProtocolHint(hint(workload, endpoint.port(), settings))
          .setHttp2(keepAlive());
    }
    return message;
  }

  private static Map<String, String> labels(ExternalWorkload workload) {
    return Map.of(
        "external_workload",
        workload.meta().name(),
        "zone",
        workload.meta().labels().getOrDefault(ZONE_LABEL, ""));
  }

  private static TlsIdentity tls(PeerIdentity peer) {
    var message =
        TlsIdentity.newBuilder()
            .setServerName(DnsLikeIdentity.newBuilder().setName(peer.serverName()));
    return peer.isUri()
        ? message.setUriLikeIdentity(UriLikeIdentity.newBuilder().setUri(peer.identity())).build()
        : message.setDnsLikeIdentity(DnsLikeIdentity.newBuilder().setName(peer.identity())).build();
  }

  private static ProtocolHint hint(ExternalWorkload workload, int port, MeshSettings settings) {
    boolean opaque = Annotations.opaquePorts(workload, settings).contains(port);
    var hint =
        opaque
            ? ProtocolHint.newBuilder().setOpaque(ProtocolHint.Opaque.getDefaultInstance())
            : ProtocolHint.newBuilder().setH2(ProtocolHint.H2.getDefaultInstance());
    if (opaque || settings.transportHeader()) {
      hint.setOpaqueTransport(
          ProtocolHint.OpaqueTransport.newBuilder().setInboundPort(workload.inboundPort()));
    }
    return hint.build();
  }

  /** What the reference's installation sends, so that dead peers are noticed. */
  private static Http2ClientParams keepAlive() {
    return Http2ClientParams.newBuilder()
        .setKeepAlive(
            Http2ClientParams.KeepAlive.newBuilder()
                .setInterval(Spans.seconds(10))
                .setTimeout(Spans.seconds(3))
                .setWhileIdle(true))
        .build();
  }
}
