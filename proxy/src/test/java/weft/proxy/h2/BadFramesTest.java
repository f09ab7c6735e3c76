package weft.proxy.h2;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client does wrong, and the rule it is told. */
final class BadFramesTest {
  private final Scripted web = new Scripted();
  private final Peer client =
      Peer.client(
          new H2Server(
              web, H2Options.DEFAULT, new H2Shared(Budget.UNLIMITED, FaultLog.NONE), null));

  @AfterEach
  void discard() {
    client.socket.discard();
  }

  @Test
  void aHeadThatDoesNotComeToItsEndEndsTheConnection() {
    client.frame(1, 0, 1, "82");
    client.socket.passes(Duration.ofSeconds(29));
    assertThat(client.hears()).isEmpty();
    client.socket.passes(Duration.ofSeconds(2));
    assertThat(client.hears())
        .singleElement()
        .asString()
        .contains("ENHANCE_YOUR_CALM a head must be whole within 30000ms");
  }

  @Test
  void aConnectionWithoutARequestMayWait() {
    client.socket.passes(Duration.ofMinutes(10));
    assertThat(client.hears()).isEmpty();
  }

  @ParameterizedTest(name = "frame {0} {1} {2} {3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "0|0|0|00|PROTOCOL_ERROR DATA must be on a stream",
        "0|8|1||FRAME_SIZE_ERROR padded DATA must tell",
        "0|0|1|00|PROTOCOL_ERROR DATA must not come on an idle stream",
        "1|4|0|82|PROTOCOL_ERROR HEADERS must be on a stream",
        "1|4|2|82|PROTOCOL_ERROR a client's streams must be odd",
        "1|12|1|0582|PROTOCOL_ERROR padding must be shorter",
        "1|36|1|000000|FRAME_SIZE_ERROR HEADERS must hold its priority",
        "1|4|1|80|COMPRESSION_ERROR index 0 means nothing",
        "2|0|0|0000000010|PROTOCOL_ERROR PRIORITY must be on a stream",
        "3|0|0|00000008|PROTOCOL_ERROR RST_STREAM must be on a stream",
        "3|0|1|000008|FRAME_SIZE_ERROR RST_STREAM must have 4",
        "3|0|1|00000008|PROTOCOL_ERROR RST_STREAM must not come on an idle stream",
        "4|0|1||PROTOCOL_ERROR SETTINGS must be on stream 0",
        "4|1|0|000000000000|FRAME_SIZE_ERROR an acknowledgement must be empty",
        "4|0|0|00|FRAME_SIZE_ERROR SETTINGS must have 6",
        "4|0|0|000200000002|PROTOCOL_ERROR ENABLE_PUSH must be 0",
        "4|0|0|000480000000|FLOW_CONTROL_ERROR INITIAL_WINDOW_SIZE must be at most",
        "4|0|0|000500003fff|PROTOCOL_ERROR MAX_FRAME_SIZE must be",
        "5|4|1|0000000282|PROTOCOL_ERROR PUSH_PROMISE must not be sent",
        "6|0|1|0000000000000000|PROTOCOL_ERROR PING must be on stream 0",
        "6|0|0|00|FRAME_SIZE_ERROR PING must have 8",
        "7|0|1|0000000000000000|PROTOCOL_ERROR GOAWAY must be on stream 0",
        "7|0|0|00|FRAME_SIZE_ERROR GOAWAY must have 8",
        "8|0|0|00000000|PROTOCOL_ERROR a window must be opened by more than 0",
        "8|0|0|7fffffff|FLOW_CONTROL_ERROR the connection's window must be at most",
        "8|0|1|00000001|PROTOCOL_ERROR WINDOW_UPDATE must not come on an idle stream",
        "8|0|0|000001|FRAME_SIZE_ERROR WINDOW_UPDATE must have 4",
        "9|4|1|82|PROTOCOL_ERROR CONTINUATION must follow HEADERS",
      })
  void aBadFrameEndsTheConnection(int type, int flags, int id, String hex, String error) {
    client.frame(type, flags, id, hex == null ? "" : hex);
    assertThat(client.hears()).singleElement().asString().startsWith("GOAWAY").contains(error);
    assertThat(client.socket.hasEndedOutput()).isTrue();
  }

  @Test
  void aFrameThatIsTooLongEndsTheConnection() {
    client.data(1, false, 16_385);
    assertThat(client.hears())
        .singleElement()
        .asString()
        .contains("FRAME_SIZE_ERROR a frame must be at most 16384 octets");
  }

  @Test
  void aHeaderBlockMustNotBeInterrupted() {
    client.frame(Frame.HEADERS, 0, 1, "82").frame(Frame.PING, 0, 0, "0000000000000000");
    assertThat(client.hears()).singleElement().asString().contains("must not be interrupted");
  }

  @Test
  void aFrameBeforeSettingsEndsTheConnection() {
    var early = new Peer(new H2Server(web, H2Options.DEFAULT, shared(), null));
    early.raw(Frame.preface()).frame(Frame.PING, 0, 0, "0000000000000000");
    assertThat(early.hears()).last().asString().contains("SETTINGS must be the first frame");
    early.socket.discard();
  }

  @Test
  void aWrongPrefaceEndsTheConnection() {
    var early = new Peer(new H2Server(web, H2Options.DEFAULT, shared(), null));
    early.socket.sends("GET / HTTP/1.1\r\n\r\n");
    assertThat(early.hears()).last().asString().contains("a client must begin with the preface");
    early.socket.discard();
  }

  private static H2Shared shared() {
    return new H2Shared(Budget.UNLIMITED, FaultLog.NONE);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ';',
      value = {
        ":scheme: http,:path: /",
        ":method: GET,:path: /",
        ":method: GET,:scheme: http",
        ":method: GET,:scheme: http,:path: x",
        ":method: GET,:scheme: http,:path: /,:path: /",
        ":method: GET,:scheme: http,:path: /,:status: 200",
        ":method: GET,:scheme: http,:path: /,:nonsense: 1",
        "accept: x,:method: GET,:scheme: http,:path: /",
        ":method: GET,:scheme: http,:path: /,connection: close",
        ":method: GET,:scheme: http,:path: /,transfer-encoding: chunked",
        ":method: GET,:scheme: http,:path: /,te: gzip",
        ":method: GET,:scheme: http,:path: /,Upper: x",
        ":method: GET,:scheme: http,:path: /,content-length: 5",
        ":method: GET,:scheme: http,:path: /,content-length: x",
        ":method: CONNECT,:scheme: http,:path: /",
        ":method: CONNECT,:scheme: http,:path: /,:authority: a,:protocol: websocket",
      })
  void aMalformedRequestEndsItsStreamOnly(String lines) {
    client.headers(1, true, lines.split(","));
    assertThat(client.hears()).containsExactly("RST_STREAM 1 PROTOCOL_ERROR");
    assertThat(web.calls).isEmpty();
    client.get(3);
    assertThat(web.calls).hasSize(1);
  }

  @Test
  void dataThatIsLongerThanContentLengthEndsTheStream() {
    client.post(1, "content-length: 3");
    web.last().caller.grantRequest(100);
    client.data(1, false, "four");
    assertThat(client.hears()).containsExactly("RST_STREAM 1 PROTOCOL_ERROR");
    assertThat(web.last().cancelled).asString().contains("content-length");
  }

  @Test
  void dataThatIsShorterThanContentLengthEndsTheStream() {
    client.post(1, "content-length: 3").data(1, true, "12");
    assertThat(client.hears()).containsExactly("RST_STREAM 1 PROTOCOL_ERROR");
  }

  @Test
  void framesAfterTheEndOfARequestEndTheStream() {
    client.get(1).data(1, false, "x");
    assertThat(client.hears()).containsExactly("RST_STREAM 1 STREAM_CLOSED");
    assertThat(web.last().cancelled).isNotNull();
  }

  @Test
  void framesOnAStreamThatWeResetAreIgnored() {
    client.post(1, "content-length: 0").data(1, false, "x").data(1, true, "y");
    assertThat(client.hears()).containsExactly("RST_STREAM 1 PROTOCOL_ERROR");
  }

  @Test
  void headersOnAClosedStreamEndTheConnection() {
    client.get(1);
    web.last().answers(200, true);
    client.get(1);
    assertThat(client.hears()).last().asString().contains("STREAM_CLOSED");
  }

  @Test
  void trailersMustEndTheirStream() {
    client.post(1).headers(1, false, "x-a: b");
    assertThat(client.hears()).containsExactly("RST_STREAM 1 PROTOCOL_ERROR");
  }

  @Test
  void aStreamMustNotDependOnItself() {
    client.frame(Frame.PRIORITY, 0, 3, "0000000310");
    assertThat(client.hears()).containsExactly("RST_STREAM 3 PROTOCOL_ERROR");
  }

  @Test
  void unknownFramesAndPrioritiesAreIgnored() {
    client.frame(0x42, 0xff, 1, "00").frame(Frame.PRIORITY, 0, 3, "0000000010").get(5);
    assertThat(client.hears()).isEmpty();
    assertThat(web.calls).hasSize(1);
  }
}
