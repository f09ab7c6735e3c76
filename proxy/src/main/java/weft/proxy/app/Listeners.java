package weft.proxy.app;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weft.proxy.config.Ip;
import weft.proxy.config.SocketConfig;
import weft.proxy.telemetry.Counter;
import weft.proxy.telemetry.Family;
import weft.proxy.telemetry.Labels;
import weft.proxy.telemetry.RefusalLog;
import weft.proxy.telemetry.Registry;
import weft.proxy.transport.Listener;
import weft.proxy.transport.Loop;
import weft.proxy.transport.Loops;
import weft.proxy.transport.Protocol;

/** What one proxy listens on. Any thread. */
final class Listeners {
  private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

  private final Loops loops;
  private final int most;
  private final Family<Counter> full;
  private final RefusalLog refusals;
  private final Set<InetSocketAddress> own = ConcurrentHashMap.newKeySet();
  private final Map<Side, List<Listener>> open = new EnumMap<>(Side.class);

  /** Whom a listener is for. */
  enum Side {
    /** Operators: goes on while the others drain, so that they can look on. */
    ADMIN,
    /** Peers and clients of the application. */
    INBOUND,
    /** The application. */
    OUTBOUND
  }

  /** {@code most} connections at a time are taken by each. */
  Listeners(Loops loops, int most, Registry metrics, RefusalLog refusals) {
    this.loops = loops;
    this.most = most;
    this.full = metrics.counter("weft_listener_full", "Times a listener took its last connection");
    this.refusals = refusals;
  }

  /**
   * Listens on one more address; returns it with the real port.
   *
   * @throws IOException names the listener that cannot be bound
   */
  InetSocketAddress bind(
      Side side, InetSocketAddress address, SocketConfig options, Listener.Acceptor acceptor)
      throws IOException {
    return add(side, address, bound -> Listener.bind(loops, address, options, acceptor, bound));
  }

  /** The same for connections that nat rules redirect. */
  InetSocketAddress bindRedirected(
      Side side, InetSocketAddress address, SocketConfig options, Arrivals arrivals)
      throws IOException {
    var acceptor = new Redirected(arrivals, address);
    return add(
        side, address, bound -> Listener.bindRedirected(loops, address, options, acceptor, bound));
  }

  /** Gives a redirected connection its first protocol. On the connection's loop. */
  interface Arrivals {
    Protocol accept(Loop loop, InetSocketAddress original);
  }

  private interface Binding {
    Listener bind(Listener.Bound bound) throws IOException;
  }

  private InetSocketAddress add(Side side, InetSocketAddress address, Binding binding)
      throws IOException {
    Listener listener = listener(side, address, binding);
    synchronized (this) {
      open.computeIfAbsent(side, any -> new ArrayList<>()).add(listener);
    }
    own.add(listener.address());
    return listener.address();
  }

  private Listener listener(Side side, InetSocketAddress address, Binding binding)
      throws IOException {
    try {
      return binding.bind(new Listener.Bound(most, () -> full(address)));
    } catch (IOException e) {
      var which = side.name().toLowerCase(Locale.ROOT);
      throw new IOException("Failed to bind " + which + " listener: " + e.getMessage(), e);
    }
  }

  /** Says why a connection is closed whose original destination the kernel does not tell. */
  private final class Redirected implements Listener.Redirected {
    private final Arrivals arrivals;
    private final InetSocketAddress listener;

    Redirected(Arrivals arrivals, InetSocketAddress listener) {
      this.arrivals = arrivals;
      this.listener = listener;
    }

    @Override
    public Protocol accept(Loop loop, InetSocketAddress original) {
      return arrivals.accept(loop, original);
    }

    @Override
    public void lost(SocketAddress client, IOException why) {
      String text =
          "the kernel does not tell where this connection was going: "
              + why.getMessage()
              + "; weft init makes the rules that redirect, WEFT_MODE=explicit does without";
      if (refusals.add("listener", "original destination", client, text)) {
        LOG.warn("Server failed to accept connection: listener={} {}", Ip.text(listener), text);
      }
    }
  }

  private void full(InetSocketAddress listener) {
    full.with(Labels.of("listener", Ip.text(listener))).add();
    String text = "all " + most + " connections are taken (limit): more wait";
    if (refusals.add("listener", "connections", listener, text)) {
      LOG.warn("Listener {}: {}", Ip.text(listener), text);
    }
  }

  /** Whether this proxy listens there. */
  boolean isOwn(InetSocketAddress address) {
    return own.contains(address);
  }

  /**
   * Takes no more connections on these sides, and waits for the ends of those there are.
   *
   * @return whether all have ended within the limit
   */
  boolean drain(Set<Side> sides, Duration limit) throws InterruptedException {
    return await(of(sides).stream().map(Listener::drain), limit);
  }

  /** Closes all as they are; those that do not go within the limit go with their loops. */
  boolean cut(Duration limit) throws InterruptedException {
    return await(of(EnumSet.allOf(Side.class)).stream().map(Listener::cut), limit);
  }

  private static boolean await(Stream<CompletionStage<Void>> all, Duration limit)
      throws InterruptedException {
    var ends = all.map(CompletionStage::toCompletableFuture).toList();
    try {
      CompletableFuture.allOf(ends.toArray(new CompletableFuture<?>[0]))
          .get(limit.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private synchronized List<Listener> of(Set<Side> sides) {
    return sides.stream().flatMap(side -> open.getOrDefault(side, List.of()).stream()).toList();
  }
}
