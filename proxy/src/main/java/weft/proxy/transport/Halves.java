package weft.proxy.transport;

import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;

/** Ends the outgoing half of a channel as its kind does it. */
final class Halves {
  private Halves() {}

  /** Everything written has been handed to the channel; what it holds still leaves first. */
  static void endOutput(Channel channel) {
    if (channel instanceof DuplexChannel duplex && !duplex.isOutputShutdown()) {
      var _ = duplex.shutdownOutput();
    } else if (!(channel instanceof DuplexChannel)) {
      var _ = channel.close();
    }
  }
}
