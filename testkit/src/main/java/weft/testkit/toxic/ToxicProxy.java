package weft.testkit.toxic;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Forwards TCP from an address of the loopback to a server, as badly as it is told.
 *
 * <p>Any thread may change it at any time. It keeps every {@link Link} until it is closed, so one
 * proxy is for one test.
 */
public final class ToxicProxy implements AutoCloseable {
  /** What happens to a new connection. */
  public enum Welcome {
    /** It is carried to the server. */
    FORWARD,
    /** It is accepted, and nothing is read or said. */
    SILENCE,
    /** It is accepted and reset at once. */
    RESET
  }

  private final ServerSocket listener;
  private final InetSocketAddress server;
  private final BothWays<Valve> valves = new BothWays<>(new Valve(), new Valve());
  private final List<Link> links = new CopyOnWriteArrayList<>();
  private final List<Socket> silent = new CopyOnWriteArrayList<>();
  private volatile Welcome welcome = Welcome.FORWARD;

  private ToxicProxy(ServerSocket listener, InetSocketAddress server) {
    this.listener = listener;
    this.server = server;
  }

  /** Starts one in front of a port of the loopback; perfect until told otherwise. */
  public static ToxicProxy to(int serverPort) {
    var loopback = InetAddress.getLoopbackAddress();
    return between(new InetSocketAddress(loopback, 0), new InetSocketAddress(loopback, serverPort));
  }

  /** Starts one at that address in front of that server. */
  public static ToxicProxy between(InetSocketAddress listen, InetSocketAddress server) {
    try {
      var proxy =
          new ToxicProxy(new ServerSocket(listen.getPort(), 128, listen.getAddress()), server);
      Thread.ofVirtual().start(proxy::acceptAll);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on " + listen, e);
    }
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** Changes a direction of all connections, present and future. */
  public ToxicProxy set(Direction way, Toxic toxic) {
    valves.get(way).set(toxic);
    return this;
  }

  /** Changes what happens to connections from now on. */
  public ToxicProxy welcome(Welcome how) {
    welcome = how;
    return this;
  }

  /** All connections that were forwarded, oldest first, ended ones too. */
  public List<Link> links() {
    return List.copyOf(links);
  }

  /** Resets every connection. */
  public void cut() {
    links.forEach(Link::cut);
  }

  private void acceptAll() {
    while (!listener.isClosed()) {
      try {
        greet(listener.accept());
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void greet(Socket client) throws IOException {
    switch (welcome) {
      case FORWARD -> forward(client);
      case SILENCE -> silent.add(client);
      case RESET -> reset(client);
    }
  }

  /** A server that refuses is passed on as a reset, which is as close as we can come. */
  private void forward(Socket client) throws IOException {
    Socket toServer;
    try {
      toServer = new Socket(server.getAddress(), server.getPort());
    } catch (IOException e) {
      reset(client);
      return;
    }
    var link = new Link(client, toServer, valves);
    links.add(link);
    link.start();
  }

  private static void reset(Socket client) throws IOException {
    client.setSoLinger(true, 0);
    client.close();
  }

  /** Stops listening and resets what is open. */
  @Override
  public void close() {
    try {
      listener.close();
      for (var socket : silent) {
        reset(socket);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close", e);
    } finally {
      cut();
    }
  }
}
