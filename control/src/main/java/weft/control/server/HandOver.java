package weft.control.server;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.local.LocalChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for the end of the handshake, connects to gRPC as the client that it proved, and makes way
 * for two relays. What arrives meanwhile is kept: at most what one read holds.
 */
final class HandOver extends ChannelInboundHandlerAdapter {
  private static final Logger log = LoggerFactory.getLogger(HandOver.class);

  private final SslHandler tls;
  private final KnownPeers peers;
  private final Inside inside;
  private final Queue<Object> early = new ArrayDeque<>();

  HandOver(SslHandler tls, KnownPeers peers, Inside inside) {
    this.tls = tls;
    this.peers = peers;
    this.inside = inside;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof SslHandshakeCompletionEvent done && done.isSuccess()) {
      context.channel().config().setAutoRead(false);
      connect(context);
    } else {
      context.fireUserEventTriggered(event);
    }
  }

  private void connect(ChannelHandlerContext context) {
    var outer = context.channel();
    var peer = PeerCertificates.peerOf(tls.engine().getSession());
    var connecting =
        new Bootstrap()
            .group(inside.loops())
            .channel(LocalChannel.class)
            .handler(new Relay(outer))
            .connect(inside.grpc(), peers.admit(outer, peer));
    connecting.addListener(_ -> outer.eventLoop().execute(() -> connected(context, connecting)));
  }

  private void connected(ChannelHandlerContext context, ChannelFuture connecting) {
    if (connecting.isSuccess()) {
      join(context, connecting.channel());
    } else {
      var peer = context.channel().remoteAddress();
      log.warn("api: connection of {} not handed over: {}", peer, connecting.cause().toString());
      var _ = context.close();
    }
  }

  private void join(ChannelHandlerContext context, Channel inner) {
    var outer = context.channel();
    if (!outer.isActive()) {
      var _ = inner.close();
      return;
    }
    while (!early.isEmpty()) {
      var _ = inner.write(early.remove());
    }
    inner.flush();
    context.pipeline().replace(this, null, new Relay(inner));
    outer.config().setAutoRead(true);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    early.add(message);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    early.forEach(ReferenceCountUtil::release);
    early.clear();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    log.info("api: {} refused: {}", context.channel().remoteAddress(), String.valueOf(cause));
    var _ = context.close();
  }
}
