package weft.control.mesh;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What only shows when all documents are seen together. */
final class CrossCheck {
  private static final String SERVED =
      "Mesh, Service, ExternalWorkload, ExternalGroup, ServiceProfile, EgressNetwork and routes are"
          + " served";

  private final List<Entry> entries;
  private final Problems problems;
  private final RouteCheck routes;
  private final Map<String, Place> names = new HashMap<>();
  private final Map<InetAddress, ObjectName> clusterIps = new HashMap<>();
  private final Map<InetSocketAddress, ObjectName> sockets = new HashMap<>();

  CrossCheck(List<Entry> entries, Problems problems) {
    this.entries = entries;
    this.problems = problems;
    this.routes = new RouteCheck(entries.stream().map(Entry::resource).toList());
  }

  void run() {
    for (var entry : entries) {
      checkName(entry);
      switch (entry.resource()) {
        case Service service -> checkService(entry.document(), service);
        case ExternalWorkload workload -> checkWorkload(entry.document(), workload);
        case ExternalGroup _, Node _, EgressNetwork _ -> {
          // They stand for themselves; instances of groups are checked when they announce.
        }
        case ServiceProfile profile -> checkProfile(entry.document(), profile);
        case Server _ ->
            entry
                .document()
                .doubt(
                    "a Server, of which only proxyProtocol opaque has an effect: its access policy"
                        + " is not in force",
                    SERVED,
                    "kind");
        case Route route -> routes.check(entry.document(), route);
        case Unserved unserved -> warnUnserved(entry.document(), unserved);
      }
    }
  }

  private void checkName(Entry entry) {
    var id = entry.resource().meta().id();
    var document = entry.document();
    var name = document.at("metadata", "name");
    var key = document.group() + "/" + document.kind().word() + " " + id;
    var first = names.putIfAbsent(key, name.place());
    if (first != null) {
      problems.error(
          name.place(),
          name.path(),
          "a second " + document.kind().word() + " " + id,
          "each name once in its namespace; the first is at " + first);
    }
  }

  private void checkService(Document document, Service service) {
    var ip = service.clusterIp();
    var id = service.meta().id();
    var other = ip == null ? null : clusterIps.putIfAbsent(ip, id);
    if (other != null) {
      document.doubt(
          "the address of Service " + other + " too", "an address of its own", "spec", "clusterIP");
    }
    if (!service.selector().isEmpty()) {
      checkSelector(document, service);
    }
  }

  /** A name outside of any mesh is legal, and clients ask for it elsewhere. */
  private void checkProfile(Document document, ServiceProfile profile) {
    if (!isService(profile.meta().name())) {
      document.doubt(
          "a profile of no Service in the mesh",
          "SERVICE.NAMESPACE.svc.DOMAIN, in the Service's namespace or in its clients'",
          "metadata",
          "name");
    }
    for (var split : profile.splits()) {
      var host = split.authority().replaceFirst(":.*", "");
      if (!host.isEmpty() && !isService(host)) {
        document.doubt(
            "a share for " + host + ", which is no Service in the mesh",
            "SERVICE.NAMESPACE.svc.DOMAIN",
            "spec",
            "dstOverrides");
      }
    }
  }

  private boolean isService(String host) {
    var labels = List.of(host.split("\\.", -1));
    return labels.size() > 3
        && labels.get(2).equals("svc")
        && isService(new ObjectName(labels.get(1), labels.get(0)));
  }

  private boolean isService(ObjectName name) {
    return entries.stream()
        .map(Entry::resource)
        .anyMatch(one -> one instanceof Service && one.meta().id().equals(name));
  }

  private void checkSelector(Document document, Service service) {
    var selected = selectedBy(service);
    if (selected.isEmpty() && !selectsGroup(service)) {
      document.doubt(
          "a selector that matches no workload or group",
          "labels of an ExternalWorkload or ExternalGroup in namespace "
              + service.meta().namespace(),
          "spec",
          "selector");
    } else if (!selected.isEmpty()) {
      checkTargets(document, service, selected);
    }
  }

  private static void checkTargets(
      Document document, Service service, List<ExternalWorkload> selected) {
    for (var port : service.ports()) {
      if (selected.stream().allMatch(workload -> port.target().on(workload).isEmpty())) {
        document.doubt(
            "the target port " + port.target() + ", which no selected workload declares",
            "a number, or the name of one of their ports",
            "spec",
            "ports");
      }
    }
  }

  private List<ExternalWorkload> selectedBy(Service service) {
    return entries.stream()
        .map(Entry::resource)
        .filter(ExternalWorkload.class::isInstance)
        .map(ExternalWorkload.class::cast)
        .filter(service::selects)
        .toList();
  }

  private boolean selectsGroup(Service service) {
    return entries.stream()
        .map(Entry::resource)
        .anyMatch(
            resource ->
                resource instanceof ExternalGroup group
                    && group.meta().namespace().equals(service.meta().namespace())
                    && group.labels().entrySet().containsAll(service.selector().entrySet()));
  }

  private void checkWorkload(Document document, ExternalWorkload workload) {
    for (var ip : workload.ips()) {
      for (var port : workload.ports()) {
        checkSocket(document, workload, new InetSocketAddress(ip, port.number()));
      }
    }
    checkPolicy(document, workload.meta());
  }

  private void checkSocket(Document document, ExternalWorkload workload, InetSocketAddress socket) {
    var id = workload.meta().id();
    var other = Objects.requireNonNullElse(sockets.putIfAbsent(socket, id), id);
    if (!other.equals(id)) {
      document.doubt(
          "the address "
              + socket.getAddress().getHostAddress()
              + ", port "
              + socket.getPort()
              + ", of ExternalWorkload "
              + other
              + " too",
          "an address and port of its own",
          "spec",
          "ports");
    }
  }

  private static void checkPolicy(Document document, Meta meta) {
    meta.annotation(Annotations.DEFAULT_POLICY)
        .filter(word -> DefaultPolicy.parse(word).isEmpty())
        .ifPresent(
            word ->
                document.doubt(
                    Value.quote(word) + " as " + Annotations.DEFAULT_POLICY + ", which is ignored",
                    Syntaxes.DEFAULT_POLICY.accepted(),
                    "metadata",
                    "annotations"));
  }

  private static void warnUnserved(Document document, Unserved unserved) {
    document.doubt(
        "a " + unserved.kind().word() + ", which is read and not in force", SERVED, "kind");
  }
}
