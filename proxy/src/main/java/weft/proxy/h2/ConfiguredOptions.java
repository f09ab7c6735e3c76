package weft.proxy.h2;

import org.jspecify.annotations.Nullable;
import weft.proxy.config.Http2Config;
import weft.proxy.config.Http2ServerConfig;
import weft.proxy.config.Limits;

/** Options as a configuration says them. Source: docs/spec/config.md 3.4, 5. */
public final class ConfiguredOptions {
  private ConfiguredOptions() {}

  /** Of connections that are accepted. */
  public static H2Options server(Http2ServerConfig config, Limits limits) {
    H2Options options =
        bounded(
                limits,
                or(config.maxFrameSize(), Frame.DEFAULT_MAX_SIZE),
                config.maxHeaderListSize())
            .withWindows(config.streamWindow(), config.connectionWindow())
            .withMaxConcurrentStreams(or(config.maxConcurrentStreams(), 0))
            .withMostStreams(limits.streamsPerConnection())
            .withMaxPendingResets(
                or(config.maxPendingAcceptResetStreams(), H2Options.DEFAULT.maxPendingResets()))
            .withSendBuffer(or(config.maxSendBufferSize(), H2Options.DEFAULT.sendBuffer()));
    var keepAlive = config.keepAlive();
    return keepAlive == null
        ? options
        : options.withKeepAlive(keepAlive.interval(), keepAlive.timeout());
  }

  /** Of connections that are opened. */
  public static H2Options client(Http2Config config, Limits limits) {
    return bounded(limits, Frame.DEFAULT_MAX_SIZE, null)
        .withWindows(config.streamWindow(), config.connectionWindow());
  }

  private static H2Options bounded(Limits limits, int frame, @Nullable Integer announced) {
    return H2Options.DEFAULT
        .withSizes(frame, or(announced, limits.headerBytes()))
        .withHeads(limits.headerCount(), limits.requestHead());
  }

  private static int or(@Nullable Integer value, int usual) {
    return value == null ? usual : value;
  }
}
