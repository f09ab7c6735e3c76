package weft.proxy.config;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Options of the sockets of one direction; null: the system's. Keep-alive is on in any case, the
 * duration is its idle time. Source: config.md 3.1, 3.2.
 */
public record SocketConfig(
    @Nullable Duration acceptKeepAlive,
    @Nullable Duration connectKeepAlive,
    @Nullable Duration acceptUserTimeout,
    @Nullable Duration connectUserTimeout,
    @Nullable Integer backlog) {

  /** The variables of one direction. */
  record Entries(
      Entry<Duration> acceptKeepAlive,
      Entry<Duration> connectKeepAlive,
      Entry<Duration> acceptUserTimeout,
      Entry<Duration> connectUserTimeout,
      Entry<Integer> backlog) {

    static Entries of(String direction) {
      return new Entries(
          timer(direction + "_ACCEPT_KEEPALIVE", "TCP keep-alive idle time, accepted connections."),
          timer(direction + "_CONNECT_KEEPALIVE", "TCP keep-alive idle time, opened connections."),
          timer(direction + "_ACCEPT_USER_TIMEOUT", "TCP_USER_TIMEOUT of accepted connections."),
          timer(direction + "_CONNECT_USER_TIMEOUT", "TCP_USER_TIMEOUT of opened connections."),
          Entry.linkerd(
              direction + "_TCP_LISTEN_BACKLOG",
              Syntax.U32,
              null,
              "Connections that wait to be accepted; unset: the system's limit."));
    }

    private static Entry<Duration> timer(String name, String sentence) {
      return Entry.linkerd(name, Syntax.DURATION, null, sentence);
    }

    List<Entry<?>> all() {
      return List.of(
          acceptKeepAlive, connectKeepAlive, acceptUserTimeout, connectUserTimeout, backlog);
    }

    SocketConfig read(Env env) {
      return new SocketConfig(
          env.find(acceptKeepAlive),
          env.find(connectKeepAlive),
          env.find(acceptUserTimeout),
          env.find(connectUserTimeout),
          env.find(backlog));
    }
  }
}
