package weft.control.wire;

import weft.api.meta.Metadata;
import weft.api.meta.Resource;
import weft.control.mesh.EgressNetwork;
import weft.control.mesh.ObjectName;
import weft.control.mesh.Route;
import weft.control.mesh.Service;

/** Names of configuration objects as messages. Source: docs/spec/wire/meta.md. */
public final class MetaMessages {
  private MetaMessages() {}

  /** A name for something that no resource says. */
  public static Metadata byDefault(String name) {
    return Metadata.newBuilder().setDefault(name).build();
  }

  public static Metadata service(Service service, int port) {
    return service(service.meta().namespace(), service.meta().name(), port);
  }

  public static Metadata service(String namespace, String name, int port) {
    return of("core", "Service", new ObjectName(namespace, name), port);
  }

  public static Metadata egress(EgressNetwork network, int port) {
    return of("policy.linkerd.io", network.kind().word(), network.meta().id(), port);
  }

  public static Metadata route(Route route) {
    return of(route.group(), route.kind().word(), route.meta().id(), 0);
  }

  /** Port 0 is the absence of one. */
  private static Metadata of(String group, String kind, ObjectName name, int port) {
    return Metadata.newBuilder()
        .setResource(
            Resource.newBuilder()
                .setGroup(group)
                .setKind(kind)
                .setNamespace(name.namespace())
                .setName(name.name())
                .setPort(port))
        .build();
  }
}
