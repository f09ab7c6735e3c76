package weft.cli.check;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
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
  private final List<Finding> findings = new ArrayList<>();

  private ProxyCheck(InstantSource clock) {
    this.clock = clock;
  }

  /** Asks each one's admin server and tries its ports; waits up to a second for each. */
  public static List<Finding> of(List<ExternalWorkload> workloads, InstantSource clock) {
    var check = new ProxyCheck(clock);
    workloads.forEach(check::workload);
    return check.findings;
  }

  private void workload(ExternalWorkload workload) {
    var about = "workload " + workload.meta().id();
    var ip = workload.ips().getFirst();
    proxy(about, ip);
    for (var port : workload.ports()) {
      if (!port.name().equals(ExternalWorkload.PROXY_PORT)) {
        application(about, ip, port);
      }
    }
  }

  private void proxy(String about, InetAddress ip) {
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

  /** On the loopback everybody is on this machine anyway. */
  private void application(String about, InetAddress ip, WorkloadPort port) {
    if (ip.isLoopbackAddress()) {
      return;
    }
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(ip, port.number()), PATIENCE_MILLIS);
      findings.add(
          Finding.doubtful(
              about,
              "port " + port.number() + " is reachable without its proxy",
              "have the application listen on the loopback only, or close the port for others"));
    } catch (IOException e) {
      findings.add(Finding.good(about, "port " + port.number() + " is behind its proxy only"));
    }
  }
}
