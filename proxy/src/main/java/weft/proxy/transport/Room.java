package weft.proxy.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Accepts no more than so many connections at a time: the others wait in the system's queue.
 *
 * <p>Stands in the pipeline of a listening channel, on its loop.
 */
final class Room extends ChannelInboundHandlerAdapter {
  private final int most;
  private final Runnable full;
  private int taken;

  /** Calls {@code full} each time that there is no room any more. */
  Room(int most, Runnable full) {
    this.most = most;
    this.full = full;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object accepted) {
    taken++;
    if (taken == most) {
      context.channel().config().setAutoRead(false);
      full.run();
    }
    var _ =
        ((Channel) accepted)
            .closeFuture()
            .addListener(closed -> context.executor().execute(() -> left(context)));
    var _ = context.fireChannelRead(accepted);
  }

  private void left(ChannelHandlerContext context) {
    taken--;
    if (taken < most && !context.channel().config().isAutoRead()) {
      context.channel().config().setAutoRead(true);
    }
  }
}
