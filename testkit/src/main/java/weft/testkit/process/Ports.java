package weft.testkit.process;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** TCP ports on the loopback. */
public final class Ports {
  /** Below what Linux gives to clients, so that no connection takes a port meanwhile. */
  private static final int FROM = 12_000;

  private static final int TO = 32_000;
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(5);

  private Ports() {}

  /** A port that nobody listens on now, for a program that must be told one. */
  public static int free() {
    for (int tries = 0; tries < 1_000; tries++) {
      int port = ThreadLocalRandom.current().nextInt(FROM, TO);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no free port between " + FROM + " and " + TO);
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Tries to connect until it succeeds, time is up, or there is no more reason to wait. */
  static boolean awaitOpen(
      InetSocketAddress address, Duration limit, BooleanSupplier worthWaiting) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!isOpen(address)) {
      if (System.nanoTime() - deadline > 0 || !worthWaiting.getAsBoolean()) {
        return false;
      }
      LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
    }
    return true;
  }

  private static boolean isOpen(InetSocketAddress address) {
    try (var socket = new Socket(address.getAddress(), address.getPort())) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }
}
