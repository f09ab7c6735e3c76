package weft.cli.demo;

import java.util.List;
import java.util.stream.Stream;

/**
 * The demo's mesh file: what anybody would write for these services. Its directory holds the trust
 * material in {@code ca}.
 *
 * @param network the first three numbers of the instances' addresses
 */
record DemoMesh(String network, Ports ports) {
  private static final int FIRST_API = 2;
  private static final int FIRST_GREETER = 12;

  // One of the ports that a mesh takes for opaque unless it is told otherwise.
  static final int CACHE_SERVICE = 6379;

  /** Of the control plane. */
  String host() {
    return network + ".250";
  }

  Instance web() {
    return Instance.client("web", network + ".1");
  }

  /** {@code number} counts from 1. */
  Instance api(int number) {
    var ip = network + '.' + (FIRST_API + number - 1);
    return new Instance("api-" + number, "api", ip, ports.api(), "http");
  }

  Instance greeter(int number) {
    var ip = network + '.' + (FIRST_GREETER + number - 1);
    return new Instance("greeter-" + number, "greeter", ip, ports.greeter(), "grpc");
  }

  Instance cache() {
    return new Instance("cache", "cache", network + ".21", ports.cache(), "line");
  }

  /** All that run from the start. */
  List<Instance> instances() {
    return List.of(web(), api(1), api(2), api(3), greeter(1), greeter(2), cache());
  }

  /** And the one that an edit of the file adds. */
  List<Instance> everyInstance() {
    return Stream.concat(instances().stream(), Stream.of(api(4))).toList();
  }

  /** {@code HOST:PORT} where a proxy answers its operator. */
  String admin(Instance instance) {
    return instance.ip() + ':' + ports.admin();
  }

  /** The text of the file, with these instances. */
  String yaml(List<Instance> instances) {
    var text = new StringBuilder(settings());
    text.append(service("api", 80, "http"));
    text.append(service("greeter", 80, "grpc"));
    text.append(service("cache", CACHE_SERVICE, "line"));
    instances.forEach(instance -> text.append(workload(instance)));
    return text.toString();
  }

  private String settings() {
    return """
    kind: Mesh
    metadata: { name: demo }
    spec:
      clusterNetworks: [ 127.0.0.0/8 ]
      trustAnchors: { file: ca/anchors.pem }
      issuer: { certificate: ca/issuer.pem, key: ca/issuer-key.pem, lifetime: 24h }
      join: { key: ca/join-key.pem }
      listen: { api: "%s:%d", dns: "%s:%d" }
      defaultInboundPolicy: all-authenticated
    """
        .formatted(host(), ports.control(), host(), ports.dns());
  }

  private static String service(String name, int port, String target) {
    return """
    ---
    kind: Service
    metadata: { name: %s, namespace: default }
    spec:
      selector: { app: %s }
      ports: [ { name: %s, port: %d, targetPort: %s } ]
    """
        .formatted(name, name, target, port, target);
  }

  private String workload(Instance instance) {
    var port =
        instance.port() == 0
            ? ""
            : "{ name: %s, port: %d }, ".formatted(instance.portName(), instance.port());
    return """
    ---
    kind: ExternalWorkload
    metadata: { name: %s, namespace: default, labels: { app: %s } }
    spec:
      meshTLS: { identity: %s.default.serviceaccount.identity.linkerd.cluster.local }
      workloadIPs: [ { ip: %s } ]
      ports: [ %s{ name: linkerd-proxy, port: %d } ]
    """
        .formatted(
            instance.name(),
            instance.service(),
            instance.service(),
            instance.ip(),
            port,
            ports.inbound());
  }
}
