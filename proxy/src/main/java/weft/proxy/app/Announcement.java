package weft.proxy.app;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weft.proxy.config.Config;
import weft.proxy.config.JoinFile;

/**
 * When this proxy is announced, where it is an instance of a group: once somebody wants it and
 * peers are let in, until it is withdrawn. Any thread. Source: contracts.md 6.
 */
final class Announcement {
  private static final Logger LOG = LoggerFactory.getLogger(Announcement.class);

  private final Config config;
  private final Announcer.Parts parts;
  private final BooleanSupplier hasEnded;
  private final CompletableFuture<Where> admitted = new CompletableFuture<>();
  private @Nullable Membership membership;

  private record Where(InetSocketAddress inbound, InetSocketAddress admin) {}

  /** {@code hasEnded}: whether the proxy was asked to end, after which nothing is announced. */
  Announcement(Config config, Announcer.Parts parts, BooleanSupplier hasEnded) {
    this.config = config;
    this.parts = parts;
    this.hasEnded = hasEnded;
  }

  /** Peers are let in, at these addresses. */
  void admit(InetSocketAddress inbound, InetSocketAddress admin) {
    admitted.complete(new Where(inbound, admin));
  }

  /** Announces as soon as peers are let in; nothing for what is no instance of a group. */
  void announce() {
    JoinFile join = config.join();
    if (join != null && join.isGroup()) {
      var _ = admitted.thenAccept(where -> begin(join, where));
    }
  }

  private synchronized void begin(JoinFile join, Where where) {
    if (membership != null || hasEnded.getAsBoolean()) {
      return;
    }
    try {
      membership = Membership.begin(config, join, where.inbound(), where.admin(), parts);
    } catch (IOException e) {
      LOG.error(
          "Not announced, as no address of this machine reaches the control plane: {}",
          e.toString());
    }
  }

  /** Takes this instance out of discovery. Idempotent. */
  void withdraw() {
    Membership leaving;
    synchronized (this) {
      leaving = membership;
      membership = null;
    }
    if (leaving != null) {
      leaving.close();
    }
  }
}
