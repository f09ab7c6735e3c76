package weft.testkit.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Listens on the loopback and hands each connection to the script. */
public final class RawServer implements AutoCloseable {
  private static final Duration MOMENT = Duration.ofMillis(100);

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

  /** Accepts from a socket that listens already, which is given away. */
  public static RawServer over(ServerSocket listener) {
    return new RawServer(listener);
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

  /** Nobody may have connected, nor do so in a moment. */
  public void expectNobody() {
    try {
      listener.setSoTimeout(Math.toIntExact(MOMENT.toMillis()));
      listener.accept().close();
      throw new AssertionError("somebody connected to port " + port());
    } catch (SocketTimeoutException ignored) {
      // As it should be.
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
    serveAll(
        connection -> {
          var socket = RawSocket.over(connection);
          accepted.add(socket);
          runAndClose(script, socket);
        });
  }

  /** Hands every connection from now on to {@code taker}, who closes it. */
  public void serveSockets(Consumer<Socket> taker) {
    Thread.ofVirtual().start(() -> serveAll(taker));
  }

  private void serveAll(Consumer<Socket> taker) {
    while (!listener.isClosed()) {
      try {
        var connection = listener.accept();
        Thread.ofVirtual().start(() -> taker.accept(connection));
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
