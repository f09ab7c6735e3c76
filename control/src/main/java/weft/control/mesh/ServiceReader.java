package weft.control.mesh;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import weft.control.mesh.Service.Nearness;

/** Reads a Service manifest; what only a cluster needs is passed over. */
final class ServiceReader {
  private static final String NO_ADDRESS = "None";
  private static final String TOPOLOGY = "service.kubernetes.io/topology-mode";
  private static final String[] IGNORED = {
    "allocateLoadBalancerNodePorts",
    "clusterIPs",
    "externalIPs",
    "externalName",
    "externalTrafficPolicy",
    "healthCheckNodePort",
    "ipFamilies",
    "ipFamilyPolicy",
    "loadBalancerClass",
    "loadBalancerIP",
    "loadBalancerSourceRanges",
    "publishNotReadyAddresses",
    "sessionAffinity",
    "sessionAffinityConfig"
  };

  private ServiceReader() {}

  static Service read(Fields document) {
    var meta = MetaReader.read(document);
    var spec = document.ignore("status").requiredSection("spec").ignore(IGNORED);
    var address = spec.value("clusterIP").filter(value -> !isWord(value, ""));
    boolean headless = address.filter(value -> isWord(value, NO_ADDRESS)).isPresent();
    var service =
        new Service(
            meta,
            spec.texts("selector"),
            ports(spec),
            headless ? null : address.flatMap(value -> value.as(Syntaxes.IP)).orElse(null),
            headless,
            spec.value("type").filter(value -> isWord(value, "ExternalName")).isPresent(),
            nearness(spec, meta),
            TrafficReader.ofParent(document));
    spec.end();
    return service;
  }

  /**
   * A cluster's controllers turn these into hints of each endpoint, its own zone among them; here
   * the endpoints' zones are looked at themselves.
   */
  private static Nearness nearness(Fields spec, Meta meta) {
    boolean local =
        spec.orDefault("internalTrafficPolicy", Syntaxes.oneOf("Cluster", "Local"), "Cluster")
            .equals("Local");
    var distribution = spec.orDefault("trafficDistribution", Syntaxes.ANY_TEXT, "");
    boolean zonal =
        distribution.equals("PreferClose")
            || distribution.equals("PreferSameZone")
            || meta.annotation(TOPOLOGY).filter("Auto"::equalsIgnoreCase).isPresent();
    return local ? Nearness.SAME_NODE : zonal ? Nearness.SAME_ZONE : Nearness.ANY;
  }

  private static boolean isWord(Value value, String word) {
    return value.found().equals(Value.quote(word));
  }

  private static List<ServicePort> ports(Fields spec) {
    var items = spec.list("ports");
    var numbers = new HashSet<Integer>();
    var names = new HashSet<String>();
    return items.stream()
        .filter(ServiceReader::isTcp)
        .map(item -> port(item, items.size() > 1, numbers, names))
        .toList();
  }

  /** UDP and SCTP are not a mesh's business. */
  private static boolean isTcp(Value item) {
    var protocol = item.fields().value("protocol");
    return protocol.isEmpty() || isWord(protocol.get(), "TCP");
  }

  private static ServicePort port(
      Value item, boolean named, Set<Integer> numbers, Set<String> names) {
    var fields = item.fields().ignore("protocol", "nodePort");
    int number = fields.required("port", Syntaxes.PORT, 1);
    var name =
        named
            ? fields.required("name", Syntaxes.LABEL, "")
            : fields.orDefault("name", Syntaxes.LABEL, "");
    var target = fields.orDefault("targetPort", Syntaxes.TARGET_PORT, new TargetPort.Fixed(number));
    var port =
        new ServicePort(
            name, number, target, fields.orDefault("appProtocol", Syntaxes.ANY_TEXT, ""));
    refuseRepetition(fields, "port", numbers.add(number), "each port number once");
    refuseRepetition(fields, "name", name.isEmpty() || names.add(name), "each port name once");
    fields.end();
    return port;
  }

  private static void refuseRepetition(Fields fields, String key, boolean isNew, String accepted) {
    if (!isNew) {
      fields.value(key).ifPresent(value -> value.refuse(accepted));
    }
  }
}
