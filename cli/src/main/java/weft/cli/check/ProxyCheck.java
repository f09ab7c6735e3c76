package weft.cli.check;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import weft.cli.metrics.Scraper;
import weft.cli.stat.Proxies;
import weft.control.mesh.ExternalWorkload;
import weft.control.mesh.WorkloadPort;
import weft.proxy.config.Ip;

/** The workloads of a mesh file: is the proxy ready, its clock right, its application hidden? */
public final class ProxyCheck {
  private static final Duration SKEW = Duration.ofSeconds(5);
  private static final int PATIENCE_MILLIS = 1_000;

  private final Scraper scraper = new Scraper();
  private final InstantSource clock;
  private final Listeners listeners;
  private final List<Finding> findings = new ArrayList<>();

  private ProxyCheck(InstantSource clock, Listeners listeners) {
    this.clock = clock;
    this.listeners = listeners;
  }

  /** Asks each one's admin server and tries its ports; waits up to a second for each. */
  public static List<Finding> of(List<ExternalWorkload> workloads, InstantSource clock) {
    return of(workloads, clock, Listeners.here());
  }

  static List<Finding> of(
      List<ExternalWorkload> workloads, InstantSource clock, Listeners listeners) {
    var check = new ProxyCheck(clock, listeners);
    workloads.forEach(check::workload);
    return check.findings;
  }

  private void workload(ExternalWorkload workload) {
    var about = "workload " + workload.meta().id();
    var ip = workload.ips().getFirst();
    proxy(about, workload);
    for (var port : workload.ports()) {
      if (!isProxys(port)) {
        application(about, ip, port);
      }
    }
  }

  private static boolean isProxys(WorkloadPort port) {
    return port.name().equals(ExternalWorkload.PROXY_PORT)
        || port.name().equals(ExternalWorkload.ADMIN_PORT);
  }

  private void proxy(String about, ExternalWorkload workload) {
    var ip = workload.ips().getFirst();
    var admin = Ip.text(new InetSocketAddress(ip, Proxies.ADMIN_PORT));
    try {
      var waits = scraper.waitsFor(admin).replace("\n", "; ");
      findings.add(
          waits.isEmpty()
              ? Finding.good(about, "its proxy is ready")
              : Finding.bad(
                  about,
                  "its proxy is not ready: " + waits,
                  "see the proxy's log; GET http://" + admin + "/refusals tells more"));
      clock(about, admin);
      inbound(about, new InetSocketAddress(ip, workload.inboundPort()));
    } catch (IOException e) {
      findings.add(
          Finding.doubtful(
              about,
              "no proxy answers on " + admin + ": " + e.getMessage(),
              "start it with `weft run --workload NAME ...` there; an admin server that listens on"
                  + " the loopback can only be asked from its own machine"));
    }
  }

  private void clock(String about, String admin) throws IOException {
    var there = scraper.clock(admin);
    if (there.isPresent()) {
      var skew = Duration.between(clock.instant(), there.get()).abs();
      if (skew.compareTo(SKEW) > 0) {
        findings.add(
            Finding.doubtful(
                about,
                "its clock differs from this one's by " + skew.toSeconds() + " s",
                "set both, for example by NTP: certificates are valid by the clock"));
      }
    }
  }

  /** Where the peers' proxies connect. */
  private void inbound(String about, InetSocketAddress address) {
    var where = Ip.text(address);
    findings.add(
        accepts(address)
            ? Finding.good(about, "its proxy accepts connections on " + where)
            : Finding.bad(
                about,
                "its proxy accepts no connections on " + where + ", where its peers send",
                "open the port, or give " + ExternalWorkload.PROXY_PORT + " the port that it has"));
  }

  /** On this machine the kernel tells; elsewhere only an attempt does. */
  private void application(String about, InetAddress ip, WorkloadPort port) {
    if (isHere(ip)) {
      exposed(about, ip, port.number());
    } else if (accepts(new InetSocketAddress(ip, port.number()))) {
      bypassed(about, port.number(), ip, "127.0.0.1");
    } else {
      hidden(about, port.number());
    }
  }

  private void exposed(String about, InetAddress ip, int port) {
    var open = listeners.open(port);
    if (open.isEmpty()) {
      hidden(about, port);
    } else {
      var inside = ip.isLoopbackAddress() ? ip.getHostAddress() : "127.0.0.1";
      bypassed(about, port, open.getFirst(), inside);
    }
  }

  private void bypassed(String about, int port, InetAddress at, String inside) {
    findings.add(
        Finding.doubtful(
            about,
            "port " + port + " is reachable without its proxy, at " + at.getHostAddress(),
            "have the application listen on " + inside + " only, or close the port for others"));
  }

  private void hidden(String about, int port) {
    findings.add(Finding.good(about, "port " + port + " is behind its proxy only"));
  }

  private static boolean isHere(InetAddress ip) {
    try {
      return ip.isLoopbackAddress() || NetworkInterface.getByInetAddress(ip) != null;
    } catch (SocketException _) {
      return false;
    }
  }

  private static boolean accepts(InetSocketAddress address) {
    try (var socket = new Socket()) {
      socket.connect(address, PATIENCE_MILLIS);
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
