package weft.cli.demo;

/**
 * One workload of the demo.
 *
 * @param name as in the mesh file, for example {@code api-2}
 * @param service what it belongs to
 * @param ip a loopback address of its own
 * @param port where the application listens; 0: it serves nothing
 * @param portName the port's name in the service
 */
record Instance(String name, String service, String ip, int port, String portName) {
  /** The client: it has no service. */
  static Instance client(String name, String ip) {
    return new Instance(name, name, ip, 0, "");
  }

  boolean serves() {
    return port != 0;
  }

  /** {@code IP:PORT} of the application. */
  String address() {
    return ip + ':' + port;
  }
}
