package weft.control.mesh;

/** Reads a Server manifest; who may connect is read by nobody yet, and loading says so. */
final class ServerReader {
  private static final Syntax<String> PROTOCOL =
      Syntaxes.oneOf("unknown", "HTTP/1", "HTTP/2", "gRPC", "opaque", "TLS");

  private ServerReader() {}

  static Server read(Fields document) {
    var meta = MetaReader.read(document);
    var spec = document.ignore("status").requiredSection("spec").ignore("accessPolicy");
    var server =
        new Server(
            meta,
            selector(spec),
            spec.required("port", Syntaxes.TARGET_PORT, new TargetPort.Fixed(1)),
            spec.orDefault("proxyProtocol", PROTOCOL, "unknown"));
    spec.end();
    return server;
  }

  /** Without pods, both keys mean workloads. */
  private static LabelSelector selector(Fields spec) {
    var pods = spec.value("podSelector");
    var workloads = spec.value("externalWorkloadSelector");
    if (pods.isPresent() == workloads.isPresent()) {
      spec.missing("externalWorkloadSelector", "this or podSelector, and not both");
    }
    return pods.or(() -> workloads).map(LabelSelector::read).orElse(LabelSelector.ALL);
  }
}
