package weft.blackbox;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a mesh file will say; each workload gets an address of its own in a network of the loopback,
 * so that all ports are the usual ones.
 */
final class Plan {
  private final LinkedHashMap<String, List<Integer>> workloads = new LinkedHashMap<>();
  private final List<String> documents = new ArrayList<>();
  private final Map<String, String> settings = new LinkedHashMap<>();

  /** One instance with the ports of its application, also a target for services. */
  Plan workload(String name, Integer... ports) {
    workloads.put(name, List.of(ports));
    return this;
  }

  Plan service(String name, int port, String workload, int targetPort) {
    return document(
        """
        kind: Service
        metadata: { name: %s, namespace: default }
        spec: { selector: { app: %s }, ports: [ { name: main, port: %d, targetPort: %d } ] }
        """
            .formatted(name, workload, port, targetPort));
  }

  /** Adds a document as it is. */
  Plan document(String yaml) {
    documents.add(yaml);
    return this;
  }

  /** Sets a key of the Mesh document's spec. */
  Plan setting(String key, String value) {
    settings.put(key, value);
    return this;
  }

  /** Makes trust material, writes the file, and starts the control plane. */
  Mesh start(Path directory) {
    var mesh = prepare(directory);
    mesh.startControl();
    return mesh;
  }

  /** The same without a control plane. */
  Mesh prepare(Path directory) {
    Weft.run("ca", "init", directory.resolve("ca")).successfully();
    var network = Network.free();
    var mesh = new Mesh(directory, network, List.copyOf(workloads.keySet()));
    mesh.write(text(network));
    return mesh;
  }

  private String text(Network network) {
    var text = new StringBuilder(meshDocument(network));
    int host = Mesh.FIRST_WORKLOAD;
    for (var workload : workloads.entrySet()) {
      text.append("---\n").append(workload(workload, network.host(host++)));
    }
    documents.forEach(document -> text.append("---\n").append(document));
    return text.toString();
  }

  private String meshDocument(Network network) {
    var spec = new LinkedHashMap<String, String>();
    spec.put("clusterNetworks", "[ 127.0.0.0/8 ]");
    spec.put("trustAnchors", "{ file: ca/anchors.pem }");
    spec.put("issuer", "{ certificate: ca/issuer.pem, key: ca/issuer-key.pem, lifetime: 24h }");
    spec.put("join", "{ key: ca/join-key.pem, revoked: [] }");
    spec.put(
        "listen",
        "{ api: \"%1$s:8443\", dns: \"%1$s:8053\" }".formatted(network.host(Mesh.CONTROL)));
    spec.putAll(settings);
    var text = new StringBuilder("kind: Mesh\nmetadata: { name: test }\nspec:\n");
    spec.forEach((key, value) -> text.append("  %s: %s\n".formatted(key, value)));
    return text.toString();
  }

  private static String workload(Map.Entry<String, List<Integer>> workload, String ip) {
    var ports = new StringBuilder("{ name: linkerd-proxy, port: 4143 }");
    workload
        .getValue()
        .forEach(port -> ports.append(", { name: p%1$d, port: %1$d }".formatted(port)));
    return """
        kind: ExternalWorkload
        metadata: { name: %1$s, namespace: default, labels: { app: %1$s } }
        spec:
          meshTLS: { identity: %1$s.default.serviceaccount.identity.linkerd.cluster.local }
          workloadIPs: [ { ip: %2$s } ]
          ports: [ %3$s ]
        """
        .formatted(workload.getKey(), ip, ports);
  }
}
