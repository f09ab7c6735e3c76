package weft.control.server;

import org.jspecify.annotations.Nullable;
import weft.control.dns.Names;
import weft.control.mesh.MeshFeed;

/** The mesh in force as a DNS zone: {@code [INSTANCE.]SERVICE.NAMESPACE.svc.DOMAIN}. */
record MeshNames(MeshFeed feed) implements Names {
  @Override
  public String zone() {
    return feed.current().settings().clusterDomain();
  }

  @Override
  public @Nullable Entry lookup(String name) {
    return new MeshZone(feed.current()).lookup(name);
  }
}
