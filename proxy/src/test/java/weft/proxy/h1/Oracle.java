package weft.proxy.h1;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What Netty's decoders make of a stream of messages. */
final class Oracle {
  private Oracle() {}

  static List<String> requests(String stream) {
    return decode(new EmbeddedChannel(new HttpRequestDecoder(100_000, 500_000, 8192)), stream);
  }

  static List<String> responses(String stream) {
    return decode(new EmbeddedChannel(new HttpResponseDecoder(100_000, 500_000, 8192)), stream);
  }

  private static List<String> decode(EmbeddedChannel decoder, String stream) {
    decoder.writeInbound(Unpooled.copiedBuffer(stream, StandardCharsets.ISO_8859_1));
    List<String> messages = new ArrayList<>();
    var message = new StringBuilder();
    for (HttpObject o = decoder.readInbound(); o != null; o = decoder.readInbound()) {
      if (o.decoderResult().isFailure()) {
        message.append("broken: ").append(o.decoderResult().cause());
      }
      append(message, o);
      if (o instanceof LastHttpContent last) {
        message.append('\n');
        last.trailingHeaders().forEach(line -> append(message, line));
        messages.add(message.toString());
        message.setLength(0);
      }
      ReferenceCountUtil.release(o);
    }
    decoder.finishAndReleaseAll();
    if (!message.isEmpty()) {
      messages.add("unfinished " + message);
    }
    return messages;
  }

  private static void append(StringBuilder text, HttpObject o) {
    if (o instanceof HttpRequest request) {
      text.append(request.method()).append(' ').append(request.uri()).append('\n');
    }
    if (o instanceof HttpResponse response) {
      text.append(response.status()).append('\n');
    }
    if (o instanceof HttpMessage head) {
      head.headers().forEach(line -> append(text, line));
      text.append('\n');
    }
    if (o instanceof HttpContent content) {
      text.append(content.content().toString(StandardCharsets.ISO_8859_1));
    }
  }

  private static void append(StringBuilder text, Map.Entry<String, String> line) {
    text.append(line.getKey()).append(": ").append(line.getValue().strip()).append('\n');
  }
}
