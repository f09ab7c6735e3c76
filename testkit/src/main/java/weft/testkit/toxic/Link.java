package weft.testkit.toxic;

import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One connection through a {@link ToxicProxy}. Any thread.
 *
 * <p>An end of one side is passed on as an end, a reset as a reset.
 */
public final class Link {
  private final Socket client;
  private final Socket server;
  private final AtomicInteger running = new AtomicInteger(2);
  private final BothWays<Recording> recordings = new BothWays<>(new Recording(), new Recording());
  private final List<Thread> pumps;

  Link(Socket client, Socket server, BothWays<Valve> valves) throws IOException {
    this.client = client;
    this.server = server;
    client.setTcpNoDelay(true);
    server.setTcpNoDelay(true);
    this.pumps =
        List.of(
            pump(client, server, Direction.TO_SERVER, valves),
            pump(server, client, Direction.TO_CLIENT, valves));
  }

  private Thread pump(Socket from, Socket to, Direction way, BothWays<Valve> valves) {
    var pump = new Pump(this, from, to, valves.get(way), recordings.get(way));
    return Thread.ofVirtual().unstarted(pump);
  }

  void start() {
    pumps.forEach(Thread::start);
  }

  /** What went that way, from the first byte. */
  public Recording recording(Direction way) {
    return recordings.get(way);
  }

  /** Both directions as TLS. */
  public TlsTranscript tls() {
    return new TlsTranscript(
        recording(Direction.TO_SERVER).bytes(), recording(Direction.TO_CLIENT).bytes());
  }

  /** Resets both sides. */
  public void cut() {
    reset(client);
    reset(server);
    stop();
  }

  /** Tells the receiver of that direction that its peer has no more to say. */
  public void halfClose(Direction way) throws IOException {
    (way == Direction.TO_SERVER ? server : client).shutdownOutput();
  }

  /** A direction has come to its end in order; after both, so has the connection. */
  void ended() throws IOException {
    if (running.decrementAndGet() == 0) {
      client.close();
      server.close();
    }
  }

  private void stop() {
    for (var pump : pumps) {
      if (pump != Thread.currentThread()) {
        pump.interrupt();
      }
    }
  }

  private static void reset(Socket socket) {
    try (socket) {
      socket.setSoLinger(true, 0);
    } catch (IOException ignored) {
      // Closed already: there is nobody left to tell.
    }
  }
}
