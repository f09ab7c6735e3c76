package weft.control.destination;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Locale;
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
import weft.control.mesh.Mesh;
import weft.control.mesh.MeshSettings;
import weft.control.mesh.PeerIdentity;
import weft.control.wire.NetMessages;
import weft.control.wire.Spans;

/** Endpoints as messages (control-plane.md 3.6 to 3.8). Pure. */
final class EndpointMessages {
  private static final int WEIGHT = 10_000;
  private static final String CONTROL_PLANE_LABEL = "linkerd.io/control-plane-ns";

  private EndpointMessages() {}

  /** One of the endpoints of a service. */
  static WeightedAddr ofService(Endpoint endpoint, Caller caller, Mesh mesh) {
    return of(endpoint, mesh)
        .putMetricLabels("zone_locality", caller.locality(endpoint.workload(), mesh))
        .build();
  }

  /** The one endpoint that an address or an instance's name stands for. */
  static WeightedAddr alone(Endpoint endpoint, Mesh mesh) {
    return of(endpoint, mesh)
        .putMetricLabels("namespace", endpoint.workload().meta().namespace())
        .build();
  }

  /** An address that belongs to nothing known. */
  static WeightedAddr bare(InetSocketAddress address) {
    return WeightedAddr.newBuilder().setAddr(NetMessages.tcp(address)).setWeight(WEIGHT).build();
  }

  private static WeightedAddr.Builder of(Endpoint endpoint, Mesh mesh) {
    var workload = endpoint.workload();
    var message =
        bare(new InetSocketAddress(endpoint.ip(), endpoint.port())).toBuilder()
            .putAllMetricLabels(labels(workload, mesh));
    var identity = workload.identity();
    if (identity != null && !Annotations.skippedPorts(workload).contains(endpoint.port())) {
      message.setProtocolHint(hint(endpoint, mesh)).setHttp2(keepAlive());
      if (isOfThisMesh(workload, mesh.settings())) {
        message.setTlsIdentity(tls(identity));
      }
    }
    return message;
  }

  /** A workload of another control plane has an identity that our clients cannot verify. */
  private static boolean isOfThisMesh(ExternalWorkload workload, MeshSettings settings) {
    return workload
        .meta()
        .label(CONTROL_PLANE_LABEL)
        .filter(namespace -> !namespace.equals(settings.controlPlaneNamespace()))
        .isEmpty();
  }

  private static Map<String, String> labels(ExternalWorkload workload, Mesh mesh) {
    var labels = new HashMap<String, String>();
    labels.put("external_workload", workload.meta().name());
    labels.put("zone", mesh.zoneOf(workload).orElse(""));
    var owners = workload.meta().owners();
    if (owners.size() == 1) {
      labels.put(ownerLabel(owners.getFirst().kind()), owners.getFirst().name());
    }
    return labels;
  }

  /** Plain {@code job} would be the label that scrapers set themselves. */
  private static String ownerLabel(String kind) {
    var word = kind.toLowerCase(Locale.ROOT);
    return word.equals("job") ? "k8s_job" : word;
  }

  private static TlsIdentity tls(PeerIdentity peer) {
    var message =
        TlsIdentity.newBuilder()
            .setServerName(DnsLikeIdentity.newBuilder().setName(peer.serverName()));
    return peer.isUri()
        ? message.setUriLikeIdentity(UriLikeIdentity.newBuilder().setUri(peer.identity())).build()
        : message.setDnsLikeIdentity(DnsLikeIdentity.newBuilder().setName(peer.identity())).build();
  }

  private static ProtocolHint hint(Endpoint endpoint, Mesh mesh) {
    var workload = endpoint.workload();
    boolean opaque = isOpaque(endpoint, mesh);
    var hint =
        opaque
            ? ProtocolHint.newBuilder().setOpaque(ProtocolHint.Opaque.getDefaultInstance())
            : ProtocolHint.newBuilder().setH2(ProtocolHint.H2.getDefaultInstance());
    // The proxy answers there itself, without its inbound port in between.
    boolean ofProxy = endpoint.port() == workload.adminPort();
    if (!ofProxy && (opaque || mesh.settings().transportHeader())) {
      hint.setOpaqueTransport(
          ProtocolHint.OpaqueTransport.newBuilder().setInboundPort(workload.inboundPort()));
    }
    return hint.build();
  }

  static boolean isOpaque(Endpoint endpoint, Mesh mesh) {
    var workload = endpoint.workload();
    return Annotations.opaquePorts(workload, mesh.settings()).contains(endpoint.port())
        || mesh.isOpaque(workload, endpoint.port());
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
