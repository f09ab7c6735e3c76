package weft.control.dns;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A query a packet, an answer a packet. */
@Sharable
final class UdpQueries extends SimpleChannelInboundHandler<DatagramPacket> {
  private static final Logger log = LoggerFactory.getLogger(UdpQueries.class);

  private final Responder responder;

  UdpQueries(Responder responder) {
    this.responder = responder;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
    var answer = responder.overUdp(packet.content(), context.alloc());
    if (answer == null) {
      return;
    }
    if (context.channel().isWritable()) {
      var _ = context.write(new DatagramPacket(answer, packet.sender()));
    } else {
      answer.release();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    context.flush();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    // One client's trouble, such as a closed port; the socket serves all others.
    log.debug("dns over udp: {}", cause.toString());
  }
}
