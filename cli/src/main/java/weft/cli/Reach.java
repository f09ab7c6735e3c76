package weft.cli;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import weft.control.mesh.MeshSettings;
import weft.proxy.config.Ip;

/**
 * Where sidecars reach the control plane.
 *
 * @param control {@code HOST:PORT}; null: where the mesh file says that it listens
 * @param dns {@code IP:PORT}; null: likewise
 */
record Reach(@Nullable String control, @Nullable String dns) {
  static Reach of(@Nullable String control, @Nullable String dns) {
    return new Reach(control, dns);
  }

  String controlFor(MeshSettings mesh) throws Trouble {
    return control != null ? control : dialled(mesh.listen().api(), "--control HOST:PORT");
  }

  String dnsFor(MeshSettings mesh) throws Trouble {
    return dns != null ? dns : dialled(mesh.listen().dns(), "--dns IP:PORT");
  }

  private static String dialled(InetSocketAddress listen, String option) throws Trouble {
    var ip = listen.getAddress();
    if (ip.isAnyLocalAddress()) {
      throw new Trouble(
          ExitCode.USAGE,
          "the control plane listens on every address ("
              + Ip.text(listen)
              + "), so say with "
              + option
              + " how the sidecar reaches it");
    }
    return Ip.text(listen);
  }
}
