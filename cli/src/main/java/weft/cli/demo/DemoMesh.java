package weft.cli.demo;

import java.time.Duration;
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

  /** How long the client waits for a report at first: longer than a report takes. */
  static final Duration PATIENT = Duration.ofSeconds(8);

  /** How long after the edit: so short that no report comes in time. */
  static final Duration IMPATIENT = Duration.ofMillis(100);

  /** The route of {@code api}'s reports, as metrics name it. */
  static final String REPORT_ROUTE = "report";

  /** The group of {@code api}'s instances that announce themselves. */
  static final String GROUP = "api";

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

  /** All that run from the start; the mesh file names them. */
  List<Instance> instances() {
    return List.of(web(), api(1), api(2), api(3), greeter(1), greeter(2), cache());
  }

  /** The one that comes later and announces itself: the mesh file knows its group only. */
  Instance newcomer() {
    return api(4);
  }

  List<Instance> everyInstance() {
    return Stream.concat(instances().stream(), Stream.of(newcomer())).toList();
  }

  /** {@code HOST:PORT} where a proxy answers its operator. */
  String admin(Instance instance) {
    return instance.ip() + ':' + ports.admin();
  }

  /** The text of the file; {@code patience} limits the time until a report of {@code api}. */
  String yaml(Duration patience) {
    var text = new StringBuilder(settings());
    text.append(service("api", 80, "http"));
    text.append(service("greeter", 80, "grpc"));
    text.append(service("cache", CACHE_SERVICE, "line"));
    instances().forEach(instance -> text.append(workload(instance)));
    text.append(group()).append(profile(patience));
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
      state: state/
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

  private String group() {
    return """
    ---
    kind: ExternalGroup
    metadata: { name: %s, namespace: default }
    spec:
      template:
        metadata: { labels: { app: api } }
        spec:
          meshTLS: { identity: api.default.serviceaccount.identity.linkerd.cluster.local }
          ports: [ { name: http, port: %d }, { name: linkerd-proxy, port: %d } ]
    """
        .formatted(GROUP, ports.api(), ports.inbound());
  }

  /** What may be repeated is, so that an instance that is killed costs no request. */
  private static String profile(Duration patience) {
    return """
    ---
    kind: ServiceProfile
    metadata: { name: api.default.svc.cluster.local, namespace: default }
    spec:
      routes:
        - { name: %s, condition: { pathRegex: %s }, timeout: %dms }
        - { name: rest, condition: { pathRegex: "/.*" }, isRetryable: true }
      retryBudget: { retryRatio: 0.2, minRetriesPerSecond: 10, ttl: 10s }
    """
        .formatted(REPORT_ROUTE, Api.REPORT, patience.toMillis());
  }
}
