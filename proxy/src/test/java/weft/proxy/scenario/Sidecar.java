package weft.proxy.scenario;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import weft.proxy.app.Proxy;
import weft.testkit.mesh.MeshTls;
import weft.testkit.mesh.ProxyEnvironment;
import weft.testkit.peer.RawResponse;
import weft.testkit.peer.RawServer;
import weft.testkit.peer.RawSocket;

/** A proxy of this process, and the ways to it. */
final class Sidecar implements AutoCloseable {
  private final Proxy proxy;
  private final ProxyEnvironment environment;
  private final List<RawSocket> sockets = new ArrayList<>();

  Sidecar(Proxy proxy, ProxyEnvironment environment) {
    this.proxy = proxy;
    this.environment = environment;
  }

  Sidecar awaitReady() {
    try {
      proxy.ready().toCompletableFuture().get(20, TimeUnit.SECONDS);
      return this;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("the proxy does not become ready", e);
    }
  }

  /** Begins to end, as the process does when it is told to. */
  Thread drain() {
    return Thread.ofVirtual()
        .start(
            () -> {
              try {
                proxy.drain();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  boolean isReady() {
    return proxy.ready().toCompletableFuture().isDone();
  }

  /** Waits until what the control plane said about a port is in force. */
  Sidecar awaitPolicy(RawServer app) {
    return awaitPolicy(app, 1);
  }

  /** The same after so many policies. */
  Sidecar awaitPolicy(RawServer app, int count) {
    var port = "srv_port=\"" + app.port() + "\"";
    awaitMetric(count, "weft_inbound_policy_updates_total", port);
    return this;
  }

  /** Where peers' proxies connect. */
  InetSocketAddress inbound() {
    return at(environment.inbound());
  }

  InetSocketAddress admin() {
    return at(environment.admin());
  }

  /** Where clients outside the mesh connect. */
  InetSocketAddress accepted() {
    return at(environment.accepted());
  }

  /** The application's connection to a listener with a target of its own. */
  RawSocket forwarding(int port) {
    return kept(RawSocket.connect(port));
  }

  /** Asks for {@code /} at a service, on a connection of its own. */
  RawResponse asks(String authority) {
    try (var socket = RawSocket.connect(environment.outbound())) {
      socket.send("GET / HTTP/1.1\r\nhost: " + authority + "\r\n\r\n");
      return RawResponse.read(socket);
    }
  }

  /** A connection from outside the mesh. */
  RawSocket plain() {
    return kept(RawSocket.connect(environment.accepted()));
  }

  /** The same by TLS. */
  RawSocket accepted(MeshTls tls) {
    return kept(tls.connect(accepted()));
  }

  /** A connection of a peer's proxy, which begins with this transport header. */
  RawSocket direct(MeshTls tls, byte[] header) {
    return kept(tls.speaking(MeshTls.TRANSPORT_HEADER).connect(inbound())).send(header);
  }

  /** A connection to the inbound port without TLS. */
  RawSocket unprotected() {
    return kept(RawSocket.connect(environment.inbound()));
  }

  /** A connection of the application to the outbound port. */
  RawSocket outbound() {
    return kept(RawSocket.connect(environment.outbound()));
  }

  private RawSocket kept(RawSocket socket) {
    sockets.add(socket);
    return socket;
  }

  static InetSocketAddress at(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** The admin server's answer to a GET. */
  RawResponse get(String path) {
    try (var socket = RawSocket.connect(environment.admin())) {
      socket.send("GET " + path + " HTTP/1.1\r\nhost: admin\r\nconnection: close\r\n\r\n");
      return RawResponse.read(socket);
    }
  }

  /** The sum of a metric's series that have all these labels, as they are printed. */
  double metric(String name, String... labels) {
    double sum = 0;
    for (var line : get("/metrics").body().lines().toList()) {
      if (line.startsWith(name + "{") || line.startsWith(name + " ")) {
        sum += hasAll(line, labels) ? value(line) : 0;
      }
    }
    return sum;
  }

  private static boolean hasAll(String line, String... labels) {
    for (var label : labels) {
      if (!line.contains(label)) {
        return false;
      }
    }
    return true;
  }

  private static double value(String line) {
    return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
  }

  /** Waits until a metric has that value. */
  void awaitMetric(double expected, String name, String... labels) {
    Await.until(() -> metric(name, labels) == expected, () -> name + " is " + metric(name, labels));
  }

  @Override
  public void close() {
    sockets.forEach(RawSocket::close);
    proxy.close();
  }
}
