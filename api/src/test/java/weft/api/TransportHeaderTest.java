package weft.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import weft.api.transport.Header;
import weft.api.transport.SessionProtocol;

/** The transport header's bytes are the examples of docs/spec/identity-tls.md, section 11. */
final class TransportHeaderTest {
  private static final Header PORT = Header.newBuilder().setPort(8080).build();

  @Test
  void aPortAlone() {
    assertThat(hex(PORT)).isEqualTo("08903f");
  }

  @Test
  void http1IsTheFirstSessionProtocol() {
    var http1 = SessionProtocol.newBuilder().setHttp1(SessionProtocol.Http1.getDefaultInstance());
    assertThat(hex(PORT.toBuilder().setSessionProtocol(http1).build())).isEqualTo("08903f1a020a00");
  }

  @Test
  void http2IsTheSecondSessionProtocol() {
    var http2 = SessionProtocol.newBuilder().setHttp2(SessionProtocol.Http2.getDefaultInstance());
    assertThat(hex(PORT.toBuilder().setSessionProtocol(http2).build())).isEqualTo("08903f1a021200");
  }

  @Test
  void aNameIsTheSecondField() {
    assertThat(hex(Header.newBuilder().setName("a").build())).isEqualTo("120161");
  }

  private static String hex(Header header) {
    return HexFormat.of().formatHex(header.toByteArray());
  }
}
