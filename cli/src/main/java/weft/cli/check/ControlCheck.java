package weft.cli.check;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import weft.control.ca.BadKeyMaterial;
import weft.control.ca.TrustRoots;
import weft.control.mesh.Mesh;
import weft.control.mesh.MeshSettings;
import weft.control.mesh.Service;
import weft.proxy.config.Ip;

/** The control plane of a mesh file: is it there, is it ours, does it answer for the names? */
public final class ControlCheck {
  private ControlCheck() {}

  /**
   * Connects and asks; waits up to some seconds for what does not answer.
   *
   * @param now what validity is compared with
   */
  public static List<Finding> of(Mesh mesh, Instant now) {
    var findings = new ArrayList<Finding>();
    var listen = mesh.settings().listen();
    findings.add(api(mesh.settings(), reachable(listen.api()), now));
    findings.addAll(names(mesh, reachable(listen.dns())));
    return findings;
  }

  private static Finding api(MeshSettings settings, InetSocketAddress address, Instant now) {
    var where = Ip.text(address);
    try {
      var anchors = settings.trustAnchors();
      var roots = TrustRoots.parse(anchors.read(), anchors.place("spec.trustAnchors"));
      var names = new ServerName(roots, now).at(address);
      return names.contains(settings.controlName())
          ? Finding.good("control plane", "answers on " + where + " as " + settings.controlName())
          : stranger(where, "it is " + names + ", not " + settings.controlName());
    } catch (SSLException e) {
      return stranger(where, String.valueOf(e.getMessage()));
    } catch (BadKeyMaterial e) {
      return Finding.bad(
          "control plane",
          "cannot be verified: " + e.getMessage(),
          "see what is said about the trust material");
    } catch (IOException e) {
      return Finding.bad(
          "control plane",
          "nobody answers on " + where + ": " + e.getMessage(),
          "start `weft control --config FILE` on the machine with this address, and open the port");
    }
  }

  private static Finding stranger(String where, String why) {
    return Finding.bad(
        "control plane",
        "who answers on " + where + " is not the control plane of this mesh: " + why,
        "see what listens there; if it is the control plane, let it load this mesh file, and set"
            + " both clocks");
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
              "the control plane serves another mesh file, or refuses this one: see what it"
                  + " prints");
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
