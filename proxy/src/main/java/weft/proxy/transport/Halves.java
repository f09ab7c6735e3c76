package weft.proxy.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;

/** Ends the outgoing half of a channel as its kind does it. */
final class Halves {
  private Halves() {}

  /** Everything written has left. TLS says so by close_notify first (RFC 8446, 6.1). */
  static void endOutput(Channel channel) {
    ChannelHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls instanceof SslHandler ssl) {
      ssl.closeOutbound().addListener(done -> endSocket(channel));
    } else {
      endSocket(channel);
    }
  }

  private static void endSocket(Channel channel) {
    if (channel instanceof DuplexChannel duplex && !duplex.isOutputShutdown()) {
      var _ = duplex.shutdownOutput();
    } else if (!(channel instanceof DuplexChannel)) {
      var _ = channel.close();
    }
  }
}
