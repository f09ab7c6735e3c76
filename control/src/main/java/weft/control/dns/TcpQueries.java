package weft.control.dns;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.LengthFieldPrepender;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Queries and answers with their length in front (RFC 7766), answered in order. */
@Sharable
final class TcpQueries extends ChannelInitializer<Channel> {
  static final int MOST_CONNECTIONS = 256;
  static final int IDLE_SECONDS = 10;

  private static final Logger log = LoggerFactory.getLogger(TcpQueries.class);
  private static final int LONGEST_QUERY = 4096;
  private static final int LENGTH = 2;

  private final Responder responder;
  private final AtomicInteger connections = new AtomicInteger();

  TcpQueries(Responder responder) {
    this.responder = responder;
  }

  @Override
  protected void initChannel(Channel channel) {
    int open = connections.incrementAndGet();
    var _ = channel.closeFuture().addListener(_ -> connections.decrementAndGet());
    if (open > MOST_CONNECTIONS) {
      log.warn("dns over tcp: {} connections are open, refused {}", open, channel.remoteAddress());
      var _ = channel.close();
      return;
    }
    channel
        .pipeline()
        .addLast(
            new ReadTimeoutHandler(IDLE_SECONDS),
            new LengthFieldBasedFrameDecoder(LONGEST_QUERY + LENGTH, 0, LENGTH, 0, LENGTH),
            new LengthFieldPrepender(LENGTH),
            new Answers(responder));
  }

  private static final class Answers extends SimpleChannelInboundHandler<ByteBuf> {
    private final Responder responder;

    Answers(Responder responder) {
      this.responder = responder;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf query) {
      var answer = responder.overTcp(query, context.alloc());
      if (answer == null) {
        var _ = context.close();
      } else {
        var _ = context.write(answer);
      }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      context.flush();
    }

    /** A client that asks and does not read is not read either, until its time is over. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
      context.channel().config().setAutoRead(context.channel().isWritable());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      log.debug("dns over tcp: {} closed: {}", context.channel().remoteAddress(), cause.toString());
      var _ = context.close();
    }
  }
}
