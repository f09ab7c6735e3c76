package weft.proxy.h2.hpack;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2HeadersEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import weft.proxy.http.Header;
import weft.proxy.http.HeaderName;

/** Our encoder and decoder against Netty's, over many blocks of one connection. */
final class HpackOracleTest {
  private static final String[] NAMES = {
    "x-a",
    "x-request-id",
    "content-type",
    "accept",
    "te",
    "grpc-status",
    "authorization",
    "l5d-x",
    "set-cookie",
    "via",
    "a-name-that-is-quite-long-but-not-very-long",
    "user-agent"
  };

  private static String value(SplittableRandom random) {
    if (random.nextInt(4) > 0) {
      return "value " + random.nextInt(40);
    }
    var text = new StringBuilder();
    for (int i = random.nextInt(300); i > 0; i--) {
      text.append(
          (char) (random.nextInt(5) == 0 ? 0x80 + random.nextInt(0x80) : '!' + random.nextInt(90)));
    }
    return text.toString();
  }

  private static Header line(SplittableRandom random) {
    var name = HeaderName.of(NAMES[random.nextInt(NAMES.length)]);
    var value = value(random).getBytes(StandardCharsets.ISO_8859_1);
    return random.nextInt(10) == 0 ? Header.sensitive(name, value) : Header.of(name, value);
  }

  private static List<Header> lines(SplittableRandom random) {
    var lines = new ArrayList<Header>();
    for (int i = random.nextInt(20); i >= 0; i--) {
      lines.add(line(random));
    }
    return lines;
  }

  private static int[] sizes(SplittableRandom random) {
    return new int[] {random.nextInt(8192), random.nextInt(300)};
  }

  @Property(tries = 60)
  void nettyReadsWhatWeWrite(@ForAll long seed) throws Exception {
    var random = new SplittableRandom(seed);
    var encoder = new HpackEncoder();
    var netty = new DefaultHttp2HeadersDecoder(false, 1 << 20);
    for (int round = 0; round < 60; round++) {
      if (random.nextInt(15) == 0) {
        for (int size : sizes(random)) {
          encoder.limit(size);
          netty.configuration().maxHeaderTableSize(Math.min(size, 4096));
        }
      }
      var block = new Block(16);
      encoder.begin(block);
      var lines = lines(random);
      lines.forEach(line -> encoder.line(block, line));
      var bytes = Unpooled.wrappedBuffer(block.octets(), 0, block.size());
      var read = new ArrayList<String>();
      netty.decodeHeaders(3, bytes).forEach(e -> read.add(e.getKey() + ": " + e.getValue()));
      assertThat(read)
          .containsExactlyInAnyOrderElementsOf(lines.stream().map(Header::toString).toList());
    }
  }

  @Property(tries = 60)
  void weReadWhatNettyWrites(@ForAll long seed) throws Exception {
    var random = new SplittableRandom(seed);
    var decoder = new HpackDecoder(new HeaderCache());
    Http2HeadersEncoder.SensitivityDetector secret =
        (name, value) -> name.toString().equals("authorization");
    try (var netty = new DefaultHttp2HeadersEncoder(secret, random.nextBoolean())) {
      for (int round = 0; round < 60; round++) {
        if (random.nextInt(15) == 0) {
          netty.configuration().maxHeaderTableSize(random.nextInt(4097));
        }
        var lines = lines(random);
        var headers = new DefaultHttp2Headers(false);
        lines.forEach(line -> headers.add(line.name().toString(), line.valueText()));
        var bytes = Unpooled.buffer();
        netty.encodeHeaders(3, headers, bytes);
        var read = new ArrayList<String>();
        decoder.decode(bytes.array(), 0, bytes.readableBytes(), collect(read));
        assertThat(read)
            .containsExactlyInAnyOrderElementsOf(lines.stream().map(Header::toString).toList());
      }
    }
  }

  private static HpackDecoder.Lines collect(List<String> into) {
    return new HpackDecoder.Lines() {
      @Override
      public void line(Header line) {
        assertThat(line.isSensitive()).isEqualTo(line.name().toString().equals("authorization"));
        into.add(line.toString());
      }

      @Override
      public void malformed(Header line) {
        into.add(line.toString());
      }
    };
  }

  @Property(tries = 300)
  void randomOctetsNeverDoMoreThanBreakTheBlock(@ForAll byte[] octets) {
    try {
      new HpackDecoder(new HeaderCache()).decode(octets, 0, octets.length, collectAny());
    } catch (HpackException broken) {
      assertThat(broken).hasMessageContaining("RFC 7541");
    }
  }

  private static HpackDecoder.Lines collectAny() {
    return new HpackDecoder.Lines() {
      @Override
      public void line(Header line) {}

      @Override
      public void malformed(Header line) {}
    };
  }
}
