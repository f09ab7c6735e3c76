package weft.cli.demo;

import java.util.List;

/**
 * The demo's mesh file: what anybody would write for these services. Its directory holds the trust
 * material in {@code ca}.
 *
 * @param api {@code HOST:PORT} of the control plane's TLS port
 * @param dns {@code HOST:PORT} of its DNS
 * @param network the first three numbers of the instances' addresses
 */
record DemoMesh(String api, String dns, String network) {
  private static final int FIRST_API = 2;
  private static final int FIRST_GREETER = 12;
  private static final int API_PORT = 9001;
  private static final int GREETER_PORT = 9002;
  private static final int CACHE_PORT = 6379;

  Instance web() {
    return Instance.client("web", network + ".1");
  }

  /** {@code number} counts from 1. */
  Instance api(int number) {
    var ip = network + '.' + (FIRST_API + number - 1);
    return new Instance("api-" + number, "api", ip, API_PORT, "http");
  }

  Instance greeter(int number) {
    var ip = network + '.' + (FIRST_GREETER + number - 1);
    return new Instance("greeter-" + number, "greeter", ip, GREETER_PORT, "grpc");
  }

  Instance cache() {
    return new Instance("cache", "cache", network + ".21", CACHE_PORT, "line");
  }

  /** All that run from the start. */
  List<Instance> instances() {
    return List.of(web(), api(1), api(2), api(3), greeter(1), greeter(2), cache());
  }

  /** The text of the file, with these instances. */
  String yaml(List<Instance> instances) {
    var text = new StringBuilder(settings());
    text.append(service("api", 80, "http"));
    text.append(service("greeter", 80, "grpc"));
    text.append(service("cache", CACHE_PORT, "line"));
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
      listen: { api: "%s", dns: "%s" }
      defaultInboundPolicy: all-authenticated
    """
        .formatted(api, dns);
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

  private static String workload(Instance instance) {
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
      ports: [ %s{ name: linkerd-proxy, port: 4143 } ]
    """
        .formatted(instance.name(), instance.service(), instance.service(), instance.ip(), port);
  }
}
