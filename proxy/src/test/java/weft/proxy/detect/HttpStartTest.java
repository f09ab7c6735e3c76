package weft.proxy.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpStartTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1",
        "GET / HTTP/1.0\n\n",
        "\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\nhost:\tweb\r\n?? anything after the first header",
        "ABCDEFGHIJKLMNOPQRST",
        "POST /a-long-path-that-is-not-yet-over",
        "CONNECT web:443 HTTP/1.1\r\n",
        "PRI * HTTP/1.1\r\n"
      })
  void aRequestThatIsValidSoFarIsHttp1(String text) {
    assertThat(of(text)).isEqualTo(HttpStart.HTTP1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "GET / HTTP/1.",
        "PRI * HTTP/2.",
        "GET / HTTP/1.2\r\n",
        "GET / HTTP/2.0\r\n",
        "GET  HTTP/1.1\r\n ",
        " GET / HTTP/1.1\r\n",
        "GET / HTTP/1.1 \r\n",
        "G(T / HTTP/1.1\r\n",
        "GET / HTTP/1.1\r\n: no name\r\n",
        "GET / HTTP/1.1\r\nna me: x\r\n",
        "GET / HTTP/1.1\r\nname: x\r\ry",
        "*3\r\n$3\r\nSET\r\n$1\r\na\r\n",
        "\r\rGET / HTTP/1.1",
        "GET /\u0001 HTTP/1.1\r\n"
      })
  void everythingElseIsNotHttp(String text) {
    assertThat(of(text)).isEqualTo(HttpStart.NOT_HTTP);
  }

  @Test
  void fourteenBytesOfThePrefaceAreHttp2() {
    assertThat(of("PRI * HTTP/2.0")).isEqualTo(HttpStart.HTTP2);
    assertThat(of("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")).isEqualTo(HttpStart.HTTP2);
  }

  @Property
  void everyPrefixOfARequestFromFourteenBytesOnIsHttp1(@ForAll @IntRange(max = 60) int cut) {
    String request = "GET /path?query=1 HTTP/1.1\r\nHost: web.default:80\r\nAccept: */*\r\n\r\n";
    assertThat(of(request.substring(0, Math.max(14, cut)))).isEqualTo(HttpStart.HTTP1);
  }

  @Property
  void anyBytesAreAnswered(@ForAll @Size(max = 1100) byte[] bytes) {
    var in = Unpooled.wrappedBuffer(bytes);
    assertThat(HttpStart.of(in)).isNotNull();
    assertThat(in.readableBytes()).isEqualTo(bytes.length);
  }

  private static HttpStart of(String text) {
    return HttpStart.of(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
  }
}
