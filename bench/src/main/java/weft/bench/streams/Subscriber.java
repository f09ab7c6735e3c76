package weft.bench.streams;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2ChannelDuplexHandler;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import weft.api.destination.GetDestination;

/** One sidecar's connection: opens a stream to each service and counts what comes. On its loop. */
final class Subscriber extends Http2ChannelDuplexHandler {
  private final int number;
  private final int services;
  private final Fleet fleet;
  private final Map<Integer, Messages> streams = new HashMap<>();

  Subscriber(int number, int services, Fleet fleet) {
    this.number = number;
    this.services = services;
    this.fleet = fleet;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof SslHandshakeCompletionEvent done && !done.isSuccess()) {
      fleet.lost("handshake: " + done.cause());
    }
    context.fireUserEventTriggered(event);
  }

  /** Once the fleet says so, on the connection's loop. */
  void subscribe(ChannelHandlerContext context) {
    for (int service = 0; service < services; service++) {
      var stream = newStream();
      var _ = context.write(new DefaultHttp2HeadersFrame(head()).stream(stream));
      var _ = context.write(new DefaultHttp2DataFrame(request(service), true).stream(stream));
    }
    context.flush();
  }

  private static DefaultHttp2Headers head() {
    var head = new DefaultHttp2Headers();
    head.method("POST")
        .scheme("https")
        .authority("control")
        .path("/io.linkerd.proxy.destination.Destination/Get")
        .add("content-type", "application/grpc")
        .add("te", "trailers");
    return head;
  }

  private ByteBuf request(int service) {
    var message =
        GetDestination.newBuilder()
            .setScheme("k8s")
            .setPath(StreamsMesh.path(service))
            .setContextToken("{\"ns\":\"default\",\"nodeName\":\"node-" + number + "\"}")
            .build()
            .toByteArray();
    return Unpooled.buffer(5 + message.length)
        .writeByte(0)
        .writeInt(message.length)
        .writeBytes(message);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object frame) throws IOException {
    try {
      switch (frame) {
        case Http2DataFrame data -> read(context, data);
        case Http2HeadersFrame head when head.isEndStream() ->
            fleet.lost("a stream ended: " + head.headers());
        case Http2ResetFrame reset -> fleet.lost("a stream was reset: " + reset.errorCode());
        case Http2GoAwayFrame away -> fleet.lost("GOAWAY: " + away.errorCode());
        default -> {
          // Settings and the like.
        }
      }
    } finally {
      ReferenceCountUtil.release(frame);
    }
  }

  private void read(ChannelHandlerContext context, Http2DataFrame data) throws IOException {
    Http2FrameStream stream = data.stream();
    var messages = streams.computeIfAbsent(stream.id(), _ -> new Messages());
    messages.add(data.content());
    for (int i = messages.take(); i > 0; i--) {
      fleet.heard();
    }
    var _ =
        context.write(
            new DefaultHttp2WindowUpdateFrame(data.initialFlowControlledBytes()).stream(stream));
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    context.flush();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    fleet.lost("a connection was closed");
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    fleet.lost(String.valueOf(cause));
    var _ = context.close();
  }
}
