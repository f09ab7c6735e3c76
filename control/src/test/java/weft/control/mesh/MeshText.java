package weft.control.mesh;

/** Pieces of mesh files for tests. */
public final class MeshText {
  /** A whole mesh with one service, one meshed and one unmeshed instance. */
  public static final String SETTINGS =
      """
      kind: Mesh
      metadata: { name: demo }
      spec:
        trustAnchors: { file: ca/anchors.pem }
        issuer: { certificate: ca/issuer.pem, key: ca/issuer-key.pem }
        clusterNetworks: [ 10.0.0.0/8, 127.0.0.0/8 ]
      """;

  private MeshText() {}

  public static String documents(String... documents) {
    return SETTINGS + "---\n" + String.join("---\n", documents);
  }

  public static String service(String name, String spec) {
    return """
        apiVersion: v1
        kind: Service
        metadata: { name: %s, namespace: ns1 }
        spec: %s
        """
        .formatted(name, spec);
  }

  public static String workload(String name, String ip, String rest) {
    return """
        apiVersion: workload.linkerd.io/v1beta1
        kind: ExternalWorkload
        metadata: { name: %1$s, namespace: ns1, labels: { app: web } }
        spec:
          workloadIPs: [ { ip: %2$s } ]
          %3$s
        """
        .formatted(name, ip, rest);
  }

  /** A workload with a proxy, whose identity is that of service account {@code sa1}. */
  public static String meshed(String name, String ip, int port) {
    return workload(
        name,
        ip,
        """
        meshTLS: { identity: sa1.ns1.serviceaccount.identity.linkerd.cluster.local }
          ports: [ { name: http, port: %d } ]
        """
            .formatted(port)
            .stripTrailing());
  }
}
