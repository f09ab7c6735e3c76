package weft.proxy.config;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/2 on accepted connections of one direction. Null: not announced, the codec's own limit
 * holds.
 *
 * <p>Windows in bytes, set only where both variables are; adaptive windows start at the defaults.
 * Keep-alive is null where one of its two variables is missing. Source: config.md 3.4, inbound.md
 * 9.2.
 */
public record Http2ServerConfig(
    boolean adaptiveWindows,
    int streamWindow,
    int connectionWindow,
    @Nullable KeepAlive keepAlive,
    @Nullable Integer maxConcurrentStreams,
    @Nullable Integer maxFrameSize,
    @Nullable Integer maxHeaderListSize,
    @Nullable Integer maxPendingAcceptResetStreams,
    @Nullable Integer maxSendBufferSize) {

  /** A PING this often, and how long its answer may take. */
  public record KeepAlive(Duration interval, Duration timeout) {}

  /** The variables of one direction. */
  record Entries(
      Entry<Boolean> adaptive,
      Entry<Integer> streamWindow,
      Entry<Integer> connectionWindow,
      Entry<Duration> interval,
      Entry<Duration> timeout,
      Entry<Integer> streams,
      Entry<Integer> frame,
      Entry<Integer> headers,
      Entry<Integer> resets,
      Entry<Integer> buffer) {

    static Entries of(String direction) {
      String base = direction + "_SERVER_HTTP2_";
      return new Entries(
          Entry.linkerd(
              base + "ADAPTIVE_FLOW_CONTROL",
              Syntax.BOOL,
              "false",
              "Windows of accepted connections follow the bandwidth; the sizes are not read then."),
          Entry.linkerd(
              base + "INITIAL_STREAM_WINDOW_SIZE",
              Syntax.U32,
              "65535",
              "Stream window of accepted connections; counts only with the connection window."),
          Entry.linkerd(
              base + "INITIAL_CONNECTION_WINDOW_SIZE",
              Syntax.U32,
              "1048576",
              "Window of accepted connections; counts only with the stream window."),
          Entry.linkerd(
              base + "KEEP_ALIVE_INTERVAL",
              Syntax.DURATION,
              null,
              "A PING on accepted connections this often; counts only with the timeout."),
          Entry.linkerd(
              base + "KEEP_ALIVE_TIMEOUT",
              Syntax.DURATION,
              null,
              "Longest wait for the answer to a PING; counts only with the interval."),
          size(
              base + "MAX_CONCURRENT_STREAMS",
              "Streams of a connection that are announced; unset: WEFT_HTTP2_MAX_STREAMS holds,"
                  + " unannounced."),
          size(base + "MAX_FRAME_SIZE", "Largest frame that is announced; unset: 16 KiB."),
          size(
              base + "MAX_HEADER_LIST_SIZE",
              "Header bytes that are announced; unset: WEFT_MAX_HEADER_BYTES."),
          size(
              base + "MAX_PENDING_ACCEPT_RESET_STREAMS",
              "Streams that were reset before they were served; above it the connection ends;"
                  + " unset: 20."),
          size(
              base + "MAX_SEND_BUF_SIZE",
              "Bytes of a stream that wait to be sent; unset: 400 KiB."));
    }

    private static Entry<Integer> size(String name, String sentence) {
      return Entry.linkerd(name, Syntax.U32, null, sentence);
    }

    List<Entry<?>> all() {
      return List.of(
          adaptive,
          streamWindow,
          connectionWindow,
          interval,
          timeout,
          streams,
          frame,
          headers,
          resets,
          buffer);
    }

    Http2ServerConfig read(Env env) {
      boolean adapt = env.get(adaptive);
      boolean sized = !adapt && env.has(streamWindow) && env.has(connectionWindow);
      return new Http2ServerConfig(
          adapt,
          sized ? env.get(streamWindow) : Http2Config.STREAM_WINDOW,
          sized ? env.get(connectionWindow) : Http2Config.CONNECTION_WINDOW,
          keepAlive(env),
          env.find(streams),
          env.find(frame),
          env.find(headers),
          env.find(resets),
          env.find(buffer));
    }

    private @Nullable KeepAlive keepAlive(Env env) {
      Duration every = env.find(interval);
      Duration wait = env.find(timeout);
      return every == null || wait == null ? null : new KeepAlive(every, wait);
    }
  }
}
