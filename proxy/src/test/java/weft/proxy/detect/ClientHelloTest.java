package weft.proxy.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weft.proxy.config.DnsName;
import weft.proxy.detect.ClientHello.Kind;
import weft.testkit.Covers;

class ClientHelloTest {
  @Test
  @Covers("identity-tls#32")
  void everyShorterPrefixIsIncompleteAndEveryLongerOneNamesTheServer() throws Exception {
    byte[] hello = Hellos.real("example.com");
    for (int length = 0; length < hello.length; length++) {
      assertThat(parse(Arrays.copyOf(hello, length)).kind()).isEqualTo(Kind.INCOMPLETE);
    }
    for (int more = 0; more < 300; more++) {
      byte[] longer = Arrays.copyOf(hello, hello.length + more);
      assertThat(parse(longer).sni()).isEqualTo(new DnsName("example.com"));
    }
  }

  @Test
  void aNameInUpperCaseIsTheSameName() throws Exception {
    assertThat(parse(Hellos.real("FOO.NS1.example")).sni())
        .isEqualTo(new DnsName("foo.ns1.example"));
  }

  @Test
  @Covers("identity-tls#40")
  void aLargeHelloIsDetectedUpToTheLongestRecord() {
    byte[] padding = new byte[8192 - 4 - Hellos.body(Hellos.serverName("a.b")).length - 4];
    byte[] hello = Hellos.with(Hellos.extension(21, padding), Hellos.serverName("a.b"));
    assertThat(hello).hasSize(8192 + 5);
    assertThat(parse(hello).sni()).isEqualTo(new DnsName("a.b"));
  }

  @Test
  @Covers("identity-tls#37")
  void aLongerRecordIsNotTlsAtOnce() {
    assertThat(parse(0x16, 3, 1, 0xff, 0xff, 1).kind()).isEqualTo(Kind.NOT_TLS);
    assertThat(parse(0x16, 3, 1, 0x20, 0x01).kind()).isEqualTo(Kind.NOT_TLS);
    assertThat(parse(0x16, 3, 1, 0x20, 0x00).kind()).isEqualTo(Kind.INCOMPLETE);
  }

  @Test
  @Covers("identity-tls#38")
  void otherFirstBytesAreNotTlsAtOnce() {
    assertThat(parse(0x16, 3, 2).kind()).isEqualTo(Kind.NOT_TLS);
    assertThat(parse(0x16, 2).kind()).isEqualTo(Kind.NOT_TLS);
    assertThat(parse("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII)).kind())
        .isEqualTo(Kind.NOT_TLS);
    assertThat(parse('G').kind()).isEqualTo(Kind.NOT_TLS);
  }

  @Test
  void aHelloWithoutDnsNameIsNotTlsForUs() throws Exception {
    assertThat(parse(Hellos.real(null)).kind()).isEqualTo(Kind.NOT_TLS);
    for (String name : new String[] {"a..b", "1.2.3.4", "", "ä.example", "*.example"}) {
      assertThat(parse(Hellos.with(Hellos.serverName(name))).kind()).isEqualTo(Kind.NOT_TLS);
    }
  }

  @Test
  void aCompleteRecordWithAnotherHandshakeStaysIncomplete() {
    byte[] body = Hellos.body(Hellos.serverName("a.b"));
    byte[] record = Hellos.record(2, body);
    assertThat(parse(record).kind()).isEqualTo(Kind.INCOMPLETE);
    assertThat(parse(Arrays.copyOf(record, 9000)).kind()).isEqualTo(Kind.INCOMPLETE);
  }

  @Test
  void brokenLengthsInsideTheRecordStayIncomplete() {
    byte[] body = Hellos.body(Hellos.serverName("a.b"));
    int broken = 0;
    for (int at = 0; at < body.length; at++) {
      byte[] copy = body.clone();
      copy[at] = (byte) 0xff;
      broken += parse(Hellos.record(1, copy)).kind() == Kind.INCOMPLETE ? 1 : 0;
    }
    assertThat(broken).isGreaterThan(10);
    byte[] twoNames = Hellos.serverName("a.b");
    twoNames[5]--;
    assertThat(parse(Hellos.with(twoNames)).kind()).isEqualTo(Kind.INCOMPLETE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"transport.l5d.io/v1", "h2"})
  void aServerOfOneProtocolAdmitsWhoOffersItOrNone(String offered) throws Exception {
    byte[] hello = Hellos.real("a.b", offered, "other");
    boolean admits = ClientHello.admits(Unpooled.wrappedBuffer(hello), TransportHeader.ALPN);
    assertThat(admits).isEqualTo(offered.equals(TransportHeader.ALPN));
    var without = Unpooled.wrappedBuffer(Hellos.real("a.b"));
    assertThat(ClientHello.admits(without, TransportHeader.ALPN)).isTrue();
  }

  @Property
  void anyBytesAreAnsweredWithoutReadingBeyondThem(@ForAll @Size(max = 400) byte[] tail) {
    byte[] start = {0x16, 3, 1, (byte) (tail.length >> 8), (byte) tail.length};
    var in = Unpooled.wrappedBuffer(start, tail);
    assertThat(ClientHello.parse(in)).isNotNull();
    assertThat(in.readerIndex()).isZero();
  }

  @Property
  void damagedHellosNeverThrow(@ForAll byte value, @ForAll int position) {
    byte[] hello = Hellos.with(Hellos.extension(16, new byte[9]), Hellos.serverName("a.b"));
    hello[Math.floorMod(position, hello.length)] = value;
    var in = Unpooled.wrappedBuffer(hello);
    if (ClientHello.parse(in).kind() == Kind.NAMED) {
      ClientHello.admits(in, TransportHeader.ALPN);
    }
  }

  private static ClientHello parse(int... bytes) {
    byte[] copy = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      copy[i] = (byte) bytes[i];
    }
    return parse(copy);
  }

  private static ClientHello parse(byte[] bytes) {
    // A reader index above zero: what was consumed before must not matter.
    var in = Unpooled.wrappedBuffer(new byte[3], bytes);
    in.skipBytes(3);
    var hello = ClientHello.parse(in);
    assertThat(in.readableBytes()).isEqualTo(bytes.length);
    return hello;
  }
}
