package weft.cli;

import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.control.mesh.MeshSettings;
import weft.proxy.config.Ip;

/**
 * Where sidecars reach the control plane, or each of several over one mesh file.
 *
 * @param control each {@code HOST:PORT}; empty: where the mesh file says that it listens
 * @param dns each {@code IP:PORT}; empty: likewise
 */
record Reach(List<String> control, List<String> dns) {
  /** Null is as good as nothing. */
  static Reach of(@Nullable List<String> control, @Nullable List<String> dns) {
    return new Reach(
        control == null ? List.of() : List.copyOf(control),
        dns == null ? List.of() : List.copyOf(dns));
  }

  List<String> controlFor(MeshSettings mesh) throws Trouble {
    return control.isEmpty()
        ? List.of(dialled(mesh.listen().api(), "--control HOST:PORT"))
        : control;
  }

  List<String> dnsFor(MeshSettings mesh) throws Trouble {
    return dns.isEmpty() ? List.of(dialled(mesh.listen().dns(), "--dns IP:PORT")) : dns;
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
