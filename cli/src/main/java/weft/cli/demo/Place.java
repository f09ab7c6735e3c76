package weft.cli.demo;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;

/**
 * A network of loopback addresses, and ports of them, that nobody uses.
 *
 * <p>It is held by a listener on an address of its own until it is closed, so that two demos that
 * start at once do not choose the same one.
 *
 * @param network the first three numbers of the addresses
 */
record Place(String network, Ports ports, ServerSocket claim) implements AutoCloseable {
  private static final int FIRST = 1;
  private static final int LAST = 60;
  private static final int CLAIM_PORT = 4190;

  /**
   * 127.0.1 with the usual ports; where one of them is taken, the next network; where no network is
   * free, the taken ports are replaced, as who listens on every address takes a port of all.
   *
   * @throws IOException if nothing is free
   */
  static Place find() throws IOException {
    var usual = search(Ports.USUAL);
    return usual
        .or(() -> search(Ports.USUAL.map(Place::usualOrAnother)))
        .orElseThrow(
            () ->
                new IOException(
                    "no network from 127.0.%d to 127.0.%d has its ports free"
                        .formatted(FIRST, LAST)));
  }

  private static Optional<Place> search(Ports ports) {
    for (int i = FIRST; i <= LAST; i++) {
      var place = claim("127.0." + i, ports);
      if (place.isPresent()) {
        return place;
      }
    }
    return Optional.empty();
  }

  private static Optional<Place> claim(String network, Ports ports) {
    try {
      var place = new Place(network, ports, bound(network + ".254", CLAIM_PORT));
      if (place.isFree()) {
        return Optional.of(place);
      }
      place.close();
      return Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private boolean isFree() {
    var mesh = new DemoMesh(network, ports);
    try (var _ = new DatagramSocket(new InetSocketAddress(mesh.host(), ports.dns()))) {
      probe(mesh.host(), ports.dns());
      probe(mesh.host(), ports.control());
      probe(mesh.web().ip(), ports.cache());
      for (var instance : mesh.everyInstance()) {
        probe(instance.ip(), ports.outbound());
        probe(instance.ip(), ports.inbound());
        probe(instance.ip(), ports.admin());
        probe(instance.ip(), instance.port());
      }
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private static void probe(String host, int port) throws IOException {
    bound(host, port).close();
  }

  private static ServerSocket bound(String host, int port) throws IOException {
    var socket = new ServerSocket();
    try {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(host, port));
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static int usualOrAnother(int port) {
    try (var usual = bound("0.0.0.0", port)) {
      return usual.getLocalPort();
    } catch (IOException _) {
      return another(port);
    }
  }

  private static int another(int otherwise) {
    try (var other = bound("0.0.0.0", 0)) {
      return other.getLocalPort();
    } catch (IOException _) {
      return otherwise;
    }
  }

  @Override
  public void close() throws IOException {
    claim.close();
  }
}
