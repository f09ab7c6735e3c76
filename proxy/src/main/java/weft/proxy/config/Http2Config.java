package weft.proxy.config;

import java.util.ArrayList;
import java.util.List;

/** HTTP/2 on opened connections: receive windows in bytes. Source: config.md 3.4. */
public record Http2Config(int streamWindow, int connectionWindow) {
  static final int STREAM_WINDOW = 65_535;
  static final int CONNECTION_WINDOW = 1 << 20;

  static final Entry<Integer> STREAM =
      Entry.linkerd(
          "HTTP2_INITIAL_STREAM_WINDOW_SIZE",
          Syntax.U32,
          "65535",
          "Receive window of a stream on connections that the proxy opens.");
  static final Entry<Integer> CONNECTION =
      Entry.linkerd(
          "HTTP2_INITIAL_CONNECTION_WINDOW_SIZE",
          Syntax.U32,
          "1048576",
          "Receive window of connections that the proxy opens.");
  static final Http2ServerConfig.Entries INBOUND = Http2ServerConfig.Entries.of("INBOUND");
  static final Http2ServerConfig.Entries OUTBOUND = Http2ServerConfig.Entries.of("OUTBOUND");
  static final List<Entry<?>> ENTRIES = entries();

  private static List<Entry<?>> entries() {
    var all = new ArrayList<Entry<?>>(List.of(STREAM, CONNECTION));
    all.addAll(INBOUND.all());
    all.addAll(OUTBOUND.all());
    return List.copyOf(all);
  }

  static Http2Config read(Env env) {
    return new Http2Config(env.get(STREAM), env.get(CONNECTION));
  }
}
