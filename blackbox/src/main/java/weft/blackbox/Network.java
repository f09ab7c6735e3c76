package weft.blackbox;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** 254 addresses of the loopback, {@code 127.x.y.z}, which nobody else uses. */
record Network(String prefix) {
  private static final int ADMIN_PORT = 4191;

  /** One where nothing that could be a mesh listens. */
  static Network free() {
    var random = ThreadLocalRandom.current();
    for (int tries = 0; tries < 100; tries++) {
      var network = new Network("127." + random.nextInt(16, 255) + "." + random.nextInt(256) + ".");
      if (network.isFree()) {
        return network;
      }
    }
    throw new IllegalStateException("no free network in 127.0.0.0/8");
  }

  private boolean isFree() {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(host(Mesh.FIRST_WORKLOAD), ADMIN_PORT));
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  String host(int number) {
    return prefix + number;
  }
}
