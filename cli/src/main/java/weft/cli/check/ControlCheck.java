package weft.cli.check;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import weft.control.mesh.Mesh;
import weft.control.mesh.Service;
import weft.proxy.config.Ip;

/** The control plane of a mesh file: does it listen, does it answer for the mesh's names? */
public final class ControlCheck {
  private static final int PATIENCE_MILLIS = 2_000;

  private ControlCheck() {}

  /** Connects and asks; waits up to some seconds for what does not answer. */
  public static List<Finding> of(Mesh mesh) {
    var findings = new ArrayList<Finding>();
    var listen = mesh.settings().listen();
    findings.add(api(reachable(listen.api())));
    findings.addAll(names(mesh, reachable(listen.dns())));
    return findings;
  }

  private static Finding api(InetSocketAddress address) {
    try (var socket = new Socket()) {
      socket.connect(address, PATIENCE_MILLIS);
      return Finding.good("control plane", "listens on " + Ip.text(address));
    } catch (IOException e) {
      return Finding.bad(
          "control plane",
          "nobody listens on " + Ip.text(address) + ": " + e.getMessage(),
          "start `weft control --config FILE` on the machine with this address, and open the port");
    }
  }

  private static List<Finding> names(Mesh mesh, InetSocketAddress dns) {
    var findings = new ArrayList<Finding>();
    for (var service : mesh.services()) {
      if (!service.external()) {
        findings.add(name(service, mesh.settings().clusterDomain(), dns));
      }
    }
    return findings;
  }

  private static Finding name(Service service, String domain, InetSocketAddress dns) {
    var name = service.fullName(domain);
    try {
      int code = Dns.ask(dns, name);
      return code == 0
          ? Finding.good("name", name + " is answered for by " + Ip.text(dns))
          : Finding.bad(
              "name",
              Ip.text(dns) + " answers with code " + code + " for " + name,
              "the control plane serves another mesh file, or refuses this one: see what it prints");
    } catch (IOException e) {
      return Finding.bad(
          "name",
          Ip.text(dns) + " does not answer for " + name + ": " + e.getMessage(),
          "start the control plane, and open its DNS port for UDP");
    }
  }

  /** Every address is reached here by the loopback. */
  private static InetSocketAddress reachable(InetSocketAddress listen) {
    return listen.getAddress().isAnyLocalAddress()
        ? new InetSocketAddress(InetAddress.getLoopbackAddress(), listen.getPort())
        : listen;
  }
}
