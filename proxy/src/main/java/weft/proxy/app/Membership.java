package weft.proxy.app;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weft.api.registry.Announcement;
import weft.proxy.config.Addr;
import weft.proxy.config.Config;
import weft.proxy.config.ExplicitConfig;
import weft.proxy.config.Health;
import weft.proxy.config.Ip;
import weft.proxy.config.JoinFile;

/**
 * Being one instance of a group: announced while the application is ready. Source: contracts.md 6.
 */
final class Membership implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Membership.class);
  private static final long FAREWELL_SECONDS = 1;

  private final ExplicitConfig explicit;
  private final Announcer announcer;
  private @Nullable HealthWatch health;

  private Membership(ExplicitConfig explicit, Announcer announcer) {
    this.explicit = explicit;
    this.announcer = announcer;
  }

  /**
   * Begins once the application has been started.
   *
   * @param inbound where this proxy takes connections of peers
   * @param admin where it serves metrics
   * @throws IOException if nothing tells under which address peers reach it
   */
  static Membership begin(
      Config config,
      JoinFile join,
      InetSocketAddress inbound,
      InetSocketAddress admin,
      Announcer.Parts parts)
      throws IOException {
    var said =
        Announcement.newBuilder()
            .setNamespace(join.namespace())
            .setGroup(join.name())
            .setInstance(config.explicit().instance())
            .setInboundPort(inbound.getPort())
            .setAdminPort(admin.getPort());
    for (var ip : ips(join, inbound)) {
      said.addIps(Ip.text(ip));
    }
    for (var port : config.explicit().appPorts()) {
      if (!port.name().isEmpty()) {
        said.addPorts(Announcement.Port.newBuilder().setName(port.name()).setPort(port.port()));
      }
    }
    var membership = new Membership(config.explicit(), new Announcer(parts, said));
    membership.watch();
    return membership;
  }

  private static List<InetAddress> ips(JoinFile join, InetSocketAddress inbound)
      throws IOException {
    if (!join.ips().isEmpty()) {
      return join.ips();
    }
    if (!inbound.getAddress().isAnyLocalAddress()) {
      return List.of(inbound.getAddress());
    }
    try (var socket = new DatagramSocket()) {
      socket.connect(reached(join.control().addresses().getFirst()));
      return List.of(socket.getLocalAddress());
    }
  }

  private static InetSocketAddress reached(Addr control) {
    return switch (control) {
      case Addr.Socket(var address) -> address;
      case Addr.Name(var name, int port) -> new InetSocketAddress(name.text(), port);
    };
  }

  private void watch() {
    if (explicit.health().kind() == Health.Kind.NONE) {
      announcer.ready(true);
    } else if (explicit.appPorts().isEmpty()) {
      LOG.warn("WEFT_HEALTH has no port to ask: --port NAME=PORT says it; the instance is ready");
      announcer.ready(true);
    } else {
      health = HealthWatch.start(explicit, announcer::ready);
    }
  }

  /** Withdraws the instance, and waits until the control plane knows; not from a loop. */
  @Override
  public void close() {
    if (health != null) {
      health.close();
    }
    try {
      announcer.withdraw().toCompletableFuture().get(FAREWELL_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException | CancellationException e) {
      LOG.warn("Registry: left without a farewell: the lease will lapse");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
