package weft.proxy.inbound;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import weft.proxy.config.Ip;
import weft.proxy.http.NormalizeUri;
import weft.proxy.policy.Peer;

/**
 * What an inbound service is built for: a port of the application, and who asks.
 *
 * @param app where the application listens
 * @param http2 the application is spoken to by HTTP/2
 */
record AppTarget(InetSocketAddress app, Peer peer, boolean http2) implements NormalizeUri.Facts {
  @Override
  public @Nullable String defaultAuthority() {
    return Ip.text(app);
  }

  String server() {
    return "server " + Ip.text(app);
  }
}
