package weft.control.wire;

import weft.api.meta.Metadata;
import weft.api.meta.Resource;
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
    return Metadata.newBuilder()
        .setResource(
            Resource.newBuilder()
                .setGroup("core")
                .setKind("Service")
                .setNamespace(namespace)
                .setName(name)
                .setPort(port))
        .build();
  }
}
