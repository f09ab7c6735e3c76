package weft.proxy.h2;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.DefaultChannelId;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.local.LocalServerChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import weft.proxy.http.Header;
import weft.proxy.http.HeaderName;
import weft.proxy.http.Headers;
import weft.proxy.transport.TestSocket;

/**
 * Random exchanges between our side and Netty's, cut into random fragments; each end must hear what
 * the other said.
 */
final class OracleTest {
  private static final H2Options OPTIONS = H2Options.DEFAULT.withWindows(20_000, 70_000);

  /** Netty's own limit of a head is half of ours. */
  private static Http2Settings settings() {
    return Http2Settings.defaultSettings().maxHeaderListSize(1 << 16);
  }

  private static H2Shared shared() {
    return new H2Shared(Budget.UNLIMITED, FaultLog.NONE);
  }

  /** Everything one side says in one direction. */
  private record Message(List<String> fields, String body, boolean trailers) {
    static Message random(SplittableRandom random) {
      var fields = new ArrayList<String>();
      for (int i = random.nextInt(12); i > 0; i--) {
        fields.add(
            "x-" + random.nextInt(6) + "=" + "v".repeat(random.nextInt(60)) + random.nextInt(4));
      }
      if (random.nextInt(20) == 0) {
        fields.add("x-long=" + "y".repeat(9_000));
      }
      int size = random.nextInt(3) == 0 ? random.nextInt(60_000) : random.nextInt(40);
      return new Message(fields, "b".repeat(size), random.nextInt(3) == 0);
    }

    Headers headers() {
      var headers = new Headers();
      for (String field : fields) {
        int equals = field.indexOf('=');
        headers.add(HeaderName.of(field.substring(0, equals)), field.substring(equals + 1));
      }
      return headers;
    }

    void into(Http2Headers headers) {
      for (String field : fields) {
        int equals = field.indexOf('=');
        headers.add(field.substring(0, equals), field.substring(equals + 1));
      }
    }
  }

  /** Collects what Netty hears on one stream. */
  private static final class Heard extends ChannelInboundHandlerAdapter {
    final List<String> fields = new ArrayList<>();
    final StringBuilder body = new StringBuilder();
    boolean trailers;
    boolean ended;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof Http2HeadersFrame head) {
        trailers = !fields.isEmpty() || body.length() > 0 || seen;
        seen = true;
        head.headers()
            .forEach(
                line -> {
                  if (line.getKey().charAt(0) == 'x') {
                    fields.add(line.getKey() + "=" + line.getValue());
                  }
                });
        ended |= head.isEndStream();
      } else if (message instanceof Http2DataFrame data) {
        body.append(data.content().toString(StandardCharsets.ISO_8859_1));
        ended |= data.isEndStream();
        data.release();
      }
    }

    private boolean seen;

    void heard(Message said) {
      assertThat(ended).isTrue();
      assertThat(trailers).isEqualTo(said.trailers());
      assertThat(fields)
          .containsExactlyInAnyOrderElementsOf(
              said.trailers() ? plus(said.fields(), "x-end=1") : said.fields());
      assertThat(body).hasToString(said.body());
    }
  }

  private static List<String> plus(List<String> list, String one) {
    var all = new ArrayList<>(list);
    all.add(one);
    return all;
  }

  private static List<String> fields(Headers headers) {
    var fields = new ArrayList<String>();
    for (int i = 0; i < headers.size(); i++) {
      var line = headers.get(i);
      fields.add(line.name() + "=" + line.valueText());
    }
    return fields;
  }

  private static final Headers END = Headers.of(Header.of(HeaderName.of("x-end"), "1"));

  /** Carries bytes both ways, in fragments, until nothing moves. */
  private static void exchange(
      SplittableRandom random, TestSocket ours, EmbeddedChannel netty, Runnable step) {
    for (int idle = 0; idle < 5; idle++) {
      step.run();
      byte[] out = ours.receivedBytes();
      for (int at = 0; at < out.length; ) {
        int size =
            Math.min(out.length - at, 1 + random.nextInt(random.nextBoolean() ? 30 : 40_000));
        netty.writeInbound(Unpooled.copiedBuffer(out, at, size));
        at += size;
      }
      netty.runPendingTasks();
      netty.flushOutbound();
      idle = out.length > 0 ? 0 : idle;
      for (ByteBuf in = netty.readOutbound(); in != null; in = netty.readOutbound()) {
        idle = 0;
        while (in.isReadable()) {
          int size =
              Math.min(in.readableBytes(), 1 + random.nextInt(random.nextBoolean() ? 30 : 40_000));
          ours.sends(in.readBytes(size));
        }
        in.release();
      }
    }
  }

  private static void say(Http2StreamChannel stream, Http2Headers head, Message message) {
    message.into(head);
    boolean body = !message.body().isEmpty();
    var _ = stream.write(new DefaultHttp2HeadersFrame(head, !body && !message.trailers()));
    if (body) {
      var data = Unpooled.copiedBuffer(message.body(), StandardCharsets.ISO_8859_1);
      var _ = stream.write(new DefaultHttp2DataFrame(data, !message.trailers()));
    }
    if (message.trailers()) {
      var _ =
          stream.write(
              new DefaultHttp2HeadersFrame(new DefaultHttp2Headers().add("x-end", "1"), true));
    }
    stream.flush();
  }

  @Property(tries = 40)
  void nettyAsksAndWeAnswer(@ForAll long seed) throws Exception {
    var random = new SplittableRandom(seed);
    var web = new Scripted();
    var ours = new TestSocket(new H2Server(web, OPTIONS, shared(), null));
    var netty =
        new EmbeddedChannel(
            Http2FrameCodecBuilder.forClient().initialSettings(settings()).build(),
            new Http2MultiplexHandler(new ChannelInboundHandlerAdapter() {}));
    var requests = new ArrayList<Message>();
    var heard = new ArrayList<Heard>();
    int streams = 1 + random.nextInt(6);
    exchange(random, ours, netty, () -> {});
    for (int i = 0; i < streams; i++) {
      var handler = new Heard();
      var opening = new Http2StreamChannelBootstrap(netty).handler(handler).open();
      netty.runPendingTasks();
      var message = Message.random(random);
      requests.add(message);
      heard.add(handler);
      say(
          opening.get(),
          new DefaultHttp2Headers().method("POST").scheme("http").path("/" + i),
          message);
    }
    exchange(random, ours, netty, () -> grantAll(web));
    var answers = new ArrayList<Message>();
    for (var call : web.calls) {
      int asked = Integer.parseInt(call.head.path().valueText().substring(1));
      var said = requests.get(asked);
      assertThat(call.ended).isTrue();
      assertThat(call.body).hasToString(said.body());
      assertThat(fields(call.head.headers())).containsExactlyElementsOf(said.fields());
      assertThat(call.trailers != null).isEqualTo(said.trailers());
    }
    assertThat(web.calls).hasSize(streams);
    for (int i = 0; i < streams; i++) {
      answers.add(Message.random(random));
    }
    for (var call : web.calls) {
      answer(
          call, answers.get(Integer.parseInt(call.head.path().valueText().substring(1))), random);
    }
    exchange(random, ours, netty, () -> {});
    for (int i = 0; i < streams; i++) {
      heard.get(i).heard(answers.get(i));
    }
    ours.discard();
    netty.finishAndReleaseAll();
  }

  private static void grantAll(Scripted web) {
    for (var call : web.calls) {
      call.caller.grantRequest(10_000);
    }
  }

  private static void answer(Scripted.Call call, Message message, SplittableRandom random) {
    boolean body = !message.body().isEmpty();
    call.caller.responseHead(
        weft.proxy.http.ResponseHead.of(weft.proxy.http.Version.HTTP_2, 200, message.headers()),
        !body && !message.trailers());
    for (int at = 0; at < message.body().length(); ) {
      int size = Math.min(message.body().length() - at, 1 + random.nextInt(30_000));
      at += size;
      call.says("b".repeat(size), at == message.body().length() && !message.trailers());
    }
    if (message.trailers()) {
      call.caller.responseTrailers(END.copy());
    }
  }

  @Property(tries = 40)
  void weAskAndNettyAnswers(@ForAll long seed) {
    var random = new SplittableRandom(seed);
    var client = new H2Client(OPTIONS, shared());
    var ours = new TestSocket(client);
    var heard = new ArrayList<Heard>();
    var channels = new ArrayList<Http2StreamChannel>();
    var accept =
        new ChannelInitializer<Http2StreamChannel>() {
          @Override
          protected void initChannel(Http2StreamChannel stream) {
            var handler = new Heard();
            heard.add(handler);
            channels.add(stream);
            ChannelHandler added = handler;
            stream.pipeline().addLast(added);
          }
        };
    var netty =
        new EmbeddedChannel(
            new LocalServerChannel(),
            DefaultChannelId.newInstance(),
            true,
            false,
            Http2FrameCodecBuilder.forServer().initialSettings(settings()).build(),
            new Http2MultiplexHandler(accept));
    exchange(random, ours, netty, () -> {});
    int streams = 1 + random.nextInt(6);
    var requests = new ArrayList<Message>();
    var asked = new ArrayList<Asked>();
    for (int i = 0; i < streams; i++) {
      var message = Message.random(random);
      requests.add(message);
      asked.add(ask(client, message, random));
    }
    exchange(random, ours, netty, () -> {});
    var answers = new ArrayList<Message>();
    for (int i = 0; i < streams; i++) {
      heard.get(i).heard(requests.get(i));
      answers.add(Message.random(random));
      say(channels.get(i), new DefaultHttp2Headers().status("200"), answers.get(i));
    }
    exchange(random, ours, netty, () -> asked.forEach(a -> a.exchange.grantResponse(10_000)));
    for (int i = 0; i < streams; i++) {
      var said = answers.get(i);
      var got = asked.get(i);
      assertThat(got.ended).isTrue();
      assertThat(got.body).hasToString(said.body());
      assertThat(fields(java.util.Objects.requireNonNull(got.head).headers()))
          .containsExactlyElementsOf(said.fields());
      assertThat(got.trailers != null).isEqualTo(said.trailers());
    }
    assertThat(client.streams()).isZero();
    ours.discard();
    netty.finishAndReleaseAll();
  }

  private static Asked ask(H2Client client, Message message, SplittableRandom random) {
    var head = Asked.head("POST", Asked.NOBODY);
    head.headers(message.headers());
    var asked = new Asked();
    asked.exchange = client.open(head, asked);
    boolean body = !message.body().isEmpty();
    asked.exchange.start(!body && !message.trailers());
    for (int at = 0; at < message.body().length(); ) {
      int size = Math.min(message.body().length() - at, 1 + random.nextInt(30_000));
      at += size;
      asked.says("b".repeat(size), at == message.body().length() && !message.trailers());
    }
    if (message.trailers()) {
      asked.exchange.requestTrailers(END.copy());
    }
    return asked;
  }
}
