package weft.bench.streams;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** All sidecars' connections to one control plane. */
final class Fleet implements AutoCloseable {
  private static final long HANDSHAKE_SECONDS = 30;
  private static final int WINDOW = 1 << 20;

  private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final List<Channel> connections = new ArrayList<>();
  private final Size size;
  private volatile Wave wave;
  private final AtomicInteger lost = new AtomicInteger();
  private volatile String firstLoss = "";
  private volatile boolean closing;

  Fleet(Size size) {
    this.size = size;
    this.wave = new Wave(size.streams(), System.nanoTime());
  }

  /** Returns when all handshakes are done. */
  void connect(InetSocketAddress api, SslContext tls) throws IOException {
    for (int i = 0; i < size.connections(); i++) {
      var connecting =
          new Bootstrap()
              .group(loop)
              .channel(NioSocketChannel.class)
              .option(ChannelOption.TCP_NODELAY, true)
              .handler(new Connect(tls, i))
              .connect(api)
              .awaitUninterruptibly();
      if (!connecting.isSuccess()) {
        throw new IOException("connection " + i + " to " + api, connecting.cause());
      }
      connections.add(connecting.channel());
    }
    for (var connection : connections) {
      var shaken = connection.pipeline().get(SslHandler.class).handshakeFuture();
      if (!shaken.awaitUninterruptibly(HANDSHAKE_SECONDS, TimeUnit.SECONDS)
          || !shaken.isSuccess()) {
        throw new IOException("handshake with " + api, shaken.cause());
      }
    }
  }

  /** Opens all streams; the times until each has its first answer. */
  Times subscribe(Duration limit) throws InterruptedException {
    var first = expect();
    for (var connection : connections) {
      var context = connection.pipeline().context(Subscriber.class);
      connection.eventLoop().execute(() -> ((Subscriber) context.handler()).subscribe(context));
    }
    return first.await(limit);
  }

  /** From now on the next message of each stream belongs to what this returns. */
  Wave expect() {
    var next = new Wave(size.streams(), System.nanoTime());
    wave = next;
    return next;
  }

  void heard() {
    wave.arrived(System.nanoTime());
  }

  void lost(String why) {
    if (!closing && lost.getAndIncrement() == 0) {
      firstLoss = why;
    }
  }

  /** Streams and connections that ended; the first of them says why. */
  String losses() {
    return lost.get() == 0 ? "" : lost.get() + " lost, the first: " + firstLoss;
  }

  @Override
  public void close() {
    closing = true;
    for (var connection : connections) {
      var _ = connection.close();
    }
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private final class Connect extends ChannelInitializer<Channel> {
    private final SslContext tls;
    private final int number;

    Connect(SslContext tls, int number) {
      this.number = number;
      this.tls = tls;
    }

    @Override
    protected void initChannel(Channel channel) {
      var codec =
          Http2FrameCodecBuilder.forClient()
              .initialSettings(Http2Settings.defaultSettings().initialWindowSize(WINDOW))
              .build();
      var handshake = tls.newHandler(channel.alloc());
      handshake.setHandshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS);
      channel
          .pipeline()
          .addLast(handshake, codec, new Subscriber(number, size.services(), Fleet.this));
    }
  }
}
