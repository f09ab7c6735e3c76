package weft.proxy.inbound;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.api.inbound.Server;
import weft.proxy.config.DefaultPolicy;
import weft.proxy.config.Mode;
import weft.proxy.discover.Discovery;
import weft.proxy.discover.Subscription;
import weft.proxy.grpc.Status;
import weft.proxy.policy.ServerMessages;
import weft.proxy.policy.ServerPolicy;
import weft.proxy.telemetry.Detection;
import weft.proxy.telemetry.Labels;
import weft.proxy.transport.Loop;

/**
 * The policy in force for one port, on one loop: the default until the control plane has spoken,
 * then what it said last.
 */
final class PortPolicy implements Discovery.Listener<Server> {
  private final List<Runnable> listeners = new ArrayList<>();
  private final boolean exemptsLocalhost;
  private ServerPolicy current;
  private int version;
  private @Nullable Detection detection;
  private final Parts parts;
  private final int port;
  private Subscription watch = Subscription.NONE;

  /** The default; it follows the control plane once it is {@link #watch}ed. */
  PortPolicy(Parts parts, int port) {
    this(parts, port, parts.config().inbound().defaultPolicy());
  }

  /** Until then {@code first} is in force. */
  PortPolicy(Parts parts, int port, DefaultPolicy first) {
    this.parts = parts;
    this.port = port;
    var inbound = parts.config().inbound();
    this.exemptsLocalhost = parts.config().mode() == Mode.TRANSPARENT;
    this.current =
        ServerPolicy.of(first, inbound.clusterNetworks(), inbound.opaquePorts().contains(port));
  }

  /** Asks the control plane from now on, which answers on {@code loop}. */
  PortPolicy watch(Loop loop) {
    watch = parts.discovery().server(port, loop, this);
    return this;
  }

  /** Asks no longer; what was said last stays. */
  void end() {
    watch.cancel();
  }

  ServerPolicy current() {
    return current;
  }

  /** What counts detection under the policy in force. */
  Detection detection() {
    Detection known = detection;
    if (known == null) {
      known = parts.metrics().detection(PolicyLabels.server(current, port));
      detection = known;
    }
    return known;
  }

  /** Grows with each change. */
  int version() {
    return version;
  }

  /** Runs {@code wake} after each change, until it is forgotten. */
  void onChange(Runnable wake) {
    listeners.add(wake);
  }

  void forget(Runnable wake) {
    listeners.remove(wake);
  }

  @Override
  public void value(Server message) {
    version++;
    detection = null;
    current = ServerMessages.read(message, exemptsLocalhost);
    parts.metrics().policyUpdates.with(Labels.of("srv_port", Integer.toString(port))).add();
    List.copyOf(listeners).forEach(Runnable::run);
  }

  @Override
  public void rejected(Status status) {}
}
