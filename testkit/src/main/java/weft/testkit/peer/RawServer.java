package weft.testkit.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Listens on the loopback and hands each connection to the script. */
public final class RawServer implements AutoCloseable {
  private final ServerSocket listener;
  private final List<RawSocket> accepted = new CopyOnWriteArrayList<>();

  private RawServer(ServerSocket listener) {
    this.listener = listener;
  }

  /** Listens on a port of the system's choice. */
  public static RawServer start() {
    return start(128);
  }

  /** The same with a short queue of connections that nobody has accepted. */
  public static RawServer start(int backlog) {
    return start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), backlog);
  }

  /** Listens on that address. */
  public static RawServer start(InetSocketAddress listen) {
    return start(listen, 128);
  }

  private static RawServer start(InetSocketAddress listen, int backlog) {
    try {
      return new RawServer(new ServerSocket(listen.getPort(), backlog, listen.getAddress()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on " + listen, e);
    }
  }

  public int port() {
    return listener.getLocalPort();
  }

  public InetSocketAddress address() {
    return new InetSocketAddress(listener.getInetAddress(), port());
  }

  /** The next connection; fails when none comes in time. Closed with this server. */
  public RawSocket accept() {
    return accept(RawSocket.PATIENCE);
  }

  public RawSocket accept(Duration limit) {
    try {
      listener.setSoTimeout(Math.toIntExact(limit.toMillis()));
      var socket = new RawSocket(listener.accept());
      accepted.add(socket);
      return socket;
    } catch (SocketTimeoutException e) {
      throw new AssertionError("nobody connected to port " + port() + " within " + limit, e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot accept", e);
    }
  }

  /** Runs the script for every connection from now on, each on a thread of its own. */
  public RawServer serve(Script script) {
    Thread.ofVirtual().start(() -> acceptAll(script));
    return this;
  }

  /** What a peer does with one connection; it is closed afterwards. */
  @FunctionalInterface
  public interface Script {
    void run(RawSocket socket);
  }

  private void acceptAll(Script script) {
    while (!listener.isClosed()) {
      try {
        var socket = new RawSocket(listener.accept());
        accepted.add(socket);
        Thread.ofVirtual().start(() -> runAndClose(script, socket));
      } catch (SocketTimeoutException ignored) {
        // A limit that an earlier accept() left behind.
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private static void runAndClose(Script script, RawSocket socket) {
    try (socket) {
      script.run(socket);
    }
  }

  /** Stops listening and closes all connections. */
  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close", e);
    } finally {
      accepted.forEach(RawSocket::close);
    }
  }
}
