package weft.bench.streams;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The mesh file of a measurement, with an instance that all services have or have not. */
record StreamsMesh(Path directory, Size size, InetSocketAddress api, InetSocketAddress dns) {
  static final String DOMAIN = "cluster.local";

  Path file() {
    return directory.resolve("mesh.yaml");
  }

  /** What a stream asks for. */
  static String path(int service) {
    return "s" + service + ".default.svc." + DOMAIN + ":80";
  }

  static String identity(String account) {
    return account + ".default.serviceaccount.identity.linkerd." + DOMAIN;
  }

  /** Replaces the file in one step. */
  void write(boolean withCommonInstance) throws IOException {
    var draft = Files.writeString(directory.resolve("mesh.yaml.draft"), text(withCommonInstance));
    Files.move(draft, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private String text(boolean withCommonInstance) {
    var text = new StringBuilder(settings());
    for (int service = 0; service < size.services(); service++) {
      text.append(service(service));
      for (int instance = 0; instance < size.instances(); instance++) {
        var name = "s" + service + "-" + instance;
        var ip = "10." + service / 256 + "." + service % 256 + "." + (instance + 1);
        text.append(workload(name, ip, "s" + service + ": member"));
      }
    }
    return withCommonInstance ? text.append(common()).toString() : text.toString();
  }

  private String settings() {
    return """
    kind: Mesh
    metadata: { name: bench }
    spec:
      trustAnchors: { file: ca/anchors.pem }
      issuer: { certificate: ca/issuer.pem, key: ca/issuer-key.pem }
      join: { key: ca/join-key.pem }
      clusterNetworks: [ 10.0.0.0/8 ]
      listen: { api: "%s:%d", dns: "%s:%d" }
    """
        .formatted(
            api.getAddress().getHostAddress(),
            api.getPort(),
            dns.getAddress().getHostAddress(),
            dns.getPort());
  }

  private static String service(int number) {
    return """
    ---
    kind: Service
    metadata: { name: s%1$d, namespace: default }
    spec: { selector: { s%1$d: member }, ports: [ { port: 80, targetPort: 8080 } ] }
    """
        .formatted(number);
  }

  private static String workload(String name, String ip, String labels) {
    return """
    ---
    kind: ExternalWorkload
    metadata: { name: %s, namespace: default, labels: { %s } }
    spec:
      meshTLS: { identity: %s }
      workloadIPs: [ { ip: %s } ]
      ports: [ { name: http, port: 8080 } ]
    """
        .formatted(name, labels, identity("server"), ip);
  }

  private String common() {
    var labels = new StringBuilder();
    for (int service = 0; service < size.services(); service++) {
      labels.append(service == 0 ? "" : ", ").append('s').append(service).append(": member");
    }
    return workload("common", "10.255.255.1", labels.toString());
  }
}
