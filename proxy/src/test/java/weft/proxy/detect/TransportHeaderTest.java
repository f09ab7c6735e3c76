package weft.proxy.detect;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weft.proxy.config.DnsName;
import weft.proxy.detect.TransportHeader.Session;
import weft.testkit.Covers;

class TransportHeaderTest {
  private static final String PREFACE = "transport.l5d.io/v1\r\n\r\n";

  @Test
  void theExamplesOfTheSpecificationAreWrittenAndRead() throws Exception {
    var plain = new TransportHeader(8080, null, Session.UNKNOWN);
    assertThat(hex(plain)).isEqualTo("00000003" + "08903f");
    assertThat(hex(new TransportHeader(8080, null, Session.HTTP1)))
        .isEqualTo("00000007" + "08903f" + "1a020a00");
    assertThat(hex(new TransportHeader(8080, null, Session.HTTP2)))
        .isEqualTo("00000007" + "08903f" + "1a021200");
    ByteBuf in = written(plain);
    in.writeCharSequence("12345", StandardCharsets.US_ASCII);
    assertThat(TransportHeader.read(in)).isEqualTo(plain);
    assertThat(in.toString(StandardCharsets.US_ASCII)).isEqualTo("12345");
  }

  @Test
  void chunksOfAnySizeGiveTheHeaderOnceAndLeaveTheRest() throws Exception {
    var header = new TransportHeader(4040, new DnsName("foo.bar.example.com"), Session.HTTP2);
    byte[] bytes = ByteBufUtil.getBytes(written(header));
    for (int cut = 0; cut < bytes.length; cut++) {
      ByteBuf in = Unpooled.buffer().writeBytes(bytes, 0, cut);
      assertThat(TransportHeader.read(in)).isNull();
      assertThat(in.readableBytes()).isEqualTo(cut);
      in.writeBytes(bytes, cut, bytes.length - cut);
      in.writeCharSequence("12345", StandardCharsets.US_ASCII);
      assertThat(TransportHeader.read(in)).isEqualTo(header);
      assertThat(in.toString(StandardCharsets.US_ASCII)).isEqualTo("12345");
    }
  }

  @Property
  void whatIsWrittenIsRead(
      @ForAll @IntRange(min = 1, max = 65_535) int port,
      @ForAll Session session,
      @ForAll @IntRange(max = 4) int labels)
      throws Exception {
    var name = labels == 0 ? null : new DnsName("a".repeat(60) + ".b".repeat(labels * 20));
    var header = new TransportHeader(port, name, session);
    ByteBuf written = written(header);
    assertThat(written.readableBytes()).isEqualTo(header.size());
    assertThat(TransportHeader.read(written)).isEqualTo(header);
    assertThat(written.isReadable()).isFalse();
  }

  @Test
  @Covers("identity-tls#57")
  void theGeneratedMessageAgrees() throws Exception {
    var header = new TransportHeader(4040, new DnsName("foo.bar.example.com"), Session.HTTP2);
    byte[] message = ByteBufUtil.getBytes(written(header).skipBytes(27));
    var parsed = weft.api.transport.Header.parseFrom(message);
    assertThat(parsed.getPort()).isEqualTo(4040);
    assertThat(parsed.getName()).isEqualTo("foo.bar.example.com");
    assertThat(parsed.getSessionProtocol().hasHttp2()).isTrue();
  }

  @Test
  void theLongestMessageIsReadAndALongerOneIsRefused() throws Exception {
    ByteBuf longest = message(65_536);
    longest.writeByte(8).writeByte(80);
    longest.writeByte(15 << 3 | 2).writeBytes(new byte[] {(byte) 0xfa, (byte) 0xff, 3});
    longest.writeZero(65_530);
    assertThat(requireNonNull(TransportHeader.read(longest)).port()).isEqualTo(80);
    assertThatThrownBy(() -> TransportHeader.read(message(65_537)))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("65537");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0800", // port 0
        "08ffffffffffffffffff01", // port -1
        "08808004", // port 65536
        "", // no port
        "0850" + "1204612e2e62", // name a..b
        "0850" + "1202c3a4", // name not ASCII
        "0850" + "12ff", // cut off
        "0850" + "0f", // group end of wire type 7
        "0850" + "0000", // field number 0
        "08ffffffffffffffffffffff01"
      })
  void badFieldsAreRefused(String hex) {
    byte[] bytes = ByteBufUtil.decodeHexDump(hex);
    ByteBuf in = message(bytes.length).writeBytes(bytes);
    assertThatThrownBy(() -> TransportHeader.read(in)).isInstanceOf(ProtocolException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0850" + "1a00", "0850" + "1a022200", "0850" + "1200", "0850" + "7801"})
  void whatIsUnknownOrEmptyIsNothing(String hex) throws Exception {
    byte[] bytes = ByteBufUtil.decodeHexDump(hex);
    assertThat(TransportHeader.read(message(bytes.length).writeBytes(bytes)))
        .isEqualTo(new TransportHeader(80, null, Session.UNKNOWN));
  }

  @Test
  void anotherStartIsRefusedOnceTwentySevenBytesAreThere() throws Exception {
    ByteBuf in =
        Unpooled.copiedBuffer("GET / HTTP/1.1\r\nHost: foo\r\n\r\n", StandardCharsets.US_ASCII);
    assertThat(TransportHeader.read(in.slice(0, 26))).isNull();
    assertThatThrownBy(() -> TransportHeader.read(in)).isInstanceOf(ProtocolException.class);
  }

  @Property
  void anyMessageIsReadToItsEndOrRefused(@ForAll @Size(max = 60) byte[] fields) {
    ByteBuf in = message(fields.length + 2).writeBytes(fields);
    in.writeByte(1 << 3).writeByte(80).writeByte('x');
    try {
      // What stands before may be a field that swallows the last port; then an earlier one counts.
      assertThat(requireNonNull(TransportHeader.read(in)).port()).isBetween(1, 65_535);
      assertThat(in.toString(StandardCharsets.US_ASCII)).isEqualTo("x");
    } catch (ProtocolException refused) {
      assertThat(refused).hasMessageStartingWith("transport header: ");
    }
  }

  private static ByteBuf written(TransportHeader header) {
    ByteBuf out = Unpooled.buffer();
    header.write(out);
    return out;
  }

  private static String hex(TransportHeader header) {
    ByteBuf out = written(header);
    assertThat(out.readCharSequence(23, StandardCharsets.US_ASCII)).hasToString(PREFACE);
    return ByteBufUtil.hexDump(out);
  }

  private static ByteBuf message(int length) {
    ByteBuf out = Unpooled.buffer();
    out.writeCharSequence(PREFACE, StandardCharsets.US_ASCII);
    return out.writeInt(length);
  }
}
